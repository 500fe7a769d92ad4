/** What a program has said, as facts of a journal: bounded in number, size and depth, whoever says it. */
import type { Json, NoteEvent, RequestEvent } from "@watercooler/kernel"

/** Without who and which: the book adds those. */
export type Told = Omit<NoteEvent, "node" | "seq"> | Omit<RequestEvent, "node" | "seq">

export const FACTS_MAX = 32
export const TEXT_CHARS_MAX = 2_048
const KEY_CHARS_MAX = 64
const DEPTH_MAX = 4
/** Facts that are ours to state. */
const RESERVED: ReadonlySet<string> = new Set(["note", "told"])

/** The first so many facts, each no larger than it may be; what is left out is counted under `…`. */
export function factsOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  return firstOf(
    Object.entries(fields).filter(([key]) => !RESERVED.has(key)),
    (value) => bounded(value, DEPTH_MAX),
  )
}

/** An object of no more than so many entries, none with a name as long as a text. `…`: how many more there were. */
export function firstOf(
  entries: readonly (readonly [key: string, value: unknown])[],
  read: (value: unknown) => Json,
): Readonly<Record<string, Json>> {
  const kept = entries.filter(([key]) => key.length <= KEY_CHARS_MAX).slice(0, FACTS_MAX)
  const first: Record<string, Json> = Object.create(null) as Record<string, Json>
  for (const [key, value] of kept) first[key] = read(value)
  const left = entries.length - kept.length
  if (left > 0) first["…"] = `${left} more`
  return first
}

export function bounded(value: unknown, depth: number): Json {
  if (typeof value === "string") return value.length <= TEXT_CHARS_MAX ? value : `${value.slice(0, TEXT_CHARS_MAX)}…`
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (typeof value === "boolean" || value === null) return value
  if (typeof value !== "object") return null
  if (depth <= 0) return "…"
  if (Array.isArray(value)) return firstItems(value, (item) => bounded(item, depth - 1))
  return firstOf(Object.entries(value), (item) => bounded(item, depth - 1))
}

/** A list of no more than so many items; the last then says how many more there were. */
export function firstItems(items: readonly unknown[], read: (item: unknown) => Json): readonly Json[] {
  const first = items.slice(0, FACTS_MAX).map(read)
  return items.length > FACTS_MAX ? [...first, `… ${items.length - FACTS_MAX} more`] : first
}
