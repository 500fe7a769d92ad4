/** What is wrong with a scenario, before anybody knows in which line. */
import type { Path } from "./path.ts"

export interface Objection {
  readonly path: Path
  /** What the caret points at: the value, its key, or a part of the value's text. */
  readonly at?: "value" | "key" | { readonly word: string }
  /** What was seen, as a sentence without a full stop. */
  readonly seen: string
  readonly expected: string
  readonly instead: string
}
