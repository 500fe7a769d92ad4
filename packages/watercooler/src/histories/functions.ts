/** What each workload asks for, and which gaps a template of each function may have. */
import type { GeneratorName } from "./generators.ts"

/** Function → what fills the gaps of that name, beside `url` and `run`, which are known everywhere. */
export type Functions = Readonly<Record<string, readonly string[]>>

const read: Functions = { read: [] }
const readOfKey: Functions = { read: ["key"] }
const write: Functions = { write: ["key", "value"] }

export const functionsOf: Readonly<Record<GeneratorName, Functions>> = {
  register: { ...readOfKey, ...write },
  "cas-register": { ...readOfKey, ...write, cas: ["key", "from", "to", "value"] },
  set: { ...read, add: ["value"] },
  counter: { ...read, increment: ["value"] },
  "pn-counter": { ...read, increment: ["value"] },
  queue: { enqueue: ["value"], dequeue: [], drain: [] },
  bank: { ...read, transfer: ["from", "to", "amount"] },
  append: { txn: ["value"] },
  "rw-register": { txn: ["value"] },
  "unique-ids": { generate: [] },
}

/** What every template may have. */
export const GAPS_EVERYWHERE: readonly string[] = ["url", "run"]

const known: ReadonlySet<string> = new Set(Object.values(functionsOf).flatMap((functions) => Object.keys(functions)))

/** `register asks for read and write; nothing says how to write`, and so on; undefined if these are the right ones. Those of another workload do no harm. */
export function wrongFunctions(
  workload: GeneratorName,
  told: readonly string[],
): { readonly f: string | undefined; readonly seen: string } | undefined {
  const asked = Object.keys(functionsOf[workload])
  const asks = `${workload} asks for ${listed(asked)}`
  const stranger = told.find((f) => !known.has(f))
  if (stranger !== undefined)
    return { f: stranger, seen: `${asks}; nothing asks for ${stranger === "" ? "a function without a name" : stranger}` }
  const missing = asked.filter((f) => !told.includes(f))
  return missing.length === 0 ? undefined : { f: undefined, seen: `${asks}; nothing says how to ${listed(missing)}` }
}

/** Of a function of another workload nothing is asked, so any gap may be meant. */
export function gapsFor(workload: GeneratorName, f: string): readonly string[] {
  const own = functionsOf[workload][f] ?? Object.values(functionsOf).flatMap((functions) => functions[f] ?? [])
  return [...GAPS_EVERYWHERE, ...new Set(own)]
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
