/**
 * What differs between two pieces of plain data, as plain data: what a page is sent instead of the whole. Parts that are the very same object
 * are not looked into, so that a difference costs what has changed. Works in both directions of time.
 */

/** `=` replaces; `o` changes members of a record and `-` removes some; `a` drops from the front, keeps, and appends. Nothing at all: undefined. */
export interface Patch {
  readonly "="?: unknown
  readonly o?: { readonly [key: string]: Patch }
  readonly "-"?: readonly string[]
  /** From the array before: so many dropped at the front, so many kept after them; then what follows. */
  readonly a?: readonly [drop: number, keep: number, rest: readonly unknown[]]
}

/** Undefined where nothing differs. */
export function diff(before: unknown, after: unknown): Patch | undefined {
  if (Object.is(before, after)) return undefined
  if (Array.isArray(after)) return Array.isArray(before) ? diffArray(before, after) : { "=": after }
  if (isRecord(after) && isRecord(before)) return diffRecord(before, after)
  return { "=": after }
}

function diffRecord(before: { readonly [key: string]: unknown }, after: { readonly [key: string]: unknown }): Patch | undefined {
  const changed: { [key: string]: Patch } = Object.create(null)
  const removed: string[] = []
  let changes = 0
  for (const key in after) {
    const patch = Object.hasOwn(before, key) ? diff(before[key], after[key]) : { "=": after[key] }
    if (patch === undefined) continue
    changed[key] = patch
    changes++
  }
  for (const key in before) if (!Object.hasOwn(after, key)) removed.push(key)
  if (changes === 0 && removed.length === 0) return undefined
  return { ...(changes === 0 ? {} : { o: changed }), ...(removed.length === 0 ? {} : { "-": removed }) }
}

function diffArray(before: readonly unknown[], after: readonly unknown[]): Patch | undefined {
  const drop = after.length > 0 && before.length > 0 && before[0] !== after[0] ? Math.max(0, before.indexOf(after[0])) : 0
  let keep = 0
  while (keep < after.length && drop + keep < before.length && same(before[drop + keep], after[keep])) keep++
  if (keep === after.length && drop === 0 && keep === before.length) return undefined
  return { a: [drop, keep, after.slice(keep)] }
}

/** Small things that look alike are alike, whichever object holds them. */
function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b)
}

/** What `before` becomes. Throws where the patch was made for something else. */
export function applyPatch(before: unknown, patch: Patch): unknown {
  if ("=" in patch) return patch["="]
  if (patch.a !== undefined) {
    const [drop, keep, rest] = patch.a
    if (!Array.isArray(before) || drop + keep > before.length) throw new Error("a patch of an array that is not there")
    return [...before.slice(drop, drop + keep), ...rest]
  }
  if (patch.o === undefined && patch["-"] === undefined) return undefined
  if (!isRecord(before)) throw new Error("a patch of a record that is not there")
  const after: { [key: string]: unknown } = Object.assign(Object.create(null), before)
  for (const key in patch.o) after[key] = applyPatch(before[key], patch.o[key] as Patch)
  for (const key of patch["-"] ?? []) delete after[key]
  return after
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
