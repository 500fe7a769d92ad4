/** What a program has said, as facts of a journal: bounded in number, size and depth, whoever says it. */
import type { Json, NoteEvent, RequestEvent } from "@watercooler/kernel"

/** Without who and which: the book adds those. */
export type Told = Omit<NoteEvent, "node" | "seq"> | Omit<RequestEvent, "node" | "seq">

export const FACTS_MAX = 32
export const TEXT_CHARS_MAX = 2_048
const KEY_CHARS_MAX = 64
const DEPTH_MAX = 4
const ITEMS_MAX = 32
/** Facts that are ours to state. */
const RESERVED: ReadonlySet<string> = new Set(["note", "told"])

/** The first so many facts, each no larger than it may be. */
export function factsOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  const facts: Record<string, Json> = Object.create(null) as Record<string, Json>
  for (const [key, value] of Object.entries(fields).slice(0, FACTS_MAX))
    if (!RESERVED.has(key) && key.length <= KEY_CHARS_MAX) facts[key] = bounded(value, DEPTH_MAX)
  return facts
}

export function bounded(value: unknown, depth: number): Json {
  if (typeof value === "string") return value.length <= TEXT_CHARS_MAX ? value : `${value.slice(0, TEXT_CHARS_MAX)}…`
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (typeof value === "boolean" || value === null) return value
  if (typeof value !== "object" || depth <= 0) return null
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => bounded(item, depth - 1))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEMS_MAX)
      .filter(([key]) => key.length <= KEY_CHARS_MAX)
      .map(([key, item]) => [key, bounded(item, depth - 1)]),
  )
}
