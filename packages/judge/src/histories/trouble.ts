/** What is said of a history that cannot be read: the line, what stood there, what was expected. */

export class UnreadableHistory extends Error {
  /** From 1; 0 when it is about the whole. */
  readonly line: number
  readonly saw: string
  readonly expected: string

  constructor(line: number, saw: string, expected: string) {
    super(`line ${line}: ${saw}; expected ${expected}`)
    this.name = "UnreadableHistory"
    this.line = line
    this.saw = saw
    this.expected = expected
  }
}

/** Bounds of what a stranger may hand us. */
export interface ReadLimits {
  /** Characters of the whole file. */
  readonly charactersMax: number
  /** How deep values may be nested. */
  readonly depthMax: number
  readonly eventsMax: number
}

export const readLimits: ReadLimits = { charactersMax: 512 * 1_048_576, depthMax: 64, eventsMax: 10_000_000 }
