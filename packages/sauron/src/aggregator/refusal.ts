/** How Sauron says no over HTTP: what it saw, what it expected, and where. Never throws these further than its own handler. */

export interface RefusalFacts {
  readonly status: number
  readonly error: string
  readonly detail: string
  /** Where in the body or query: `[3].request.method`. */
  readonly at?: string
  readonly seen?: string
  readonly expected?: string
  readonly headers?: Readonly<Record<string, string>>
}

export class Refusal extends Error {
  readonly facts: RefusalFacts

  constructor(facts: RefusalFacts) {
    super(facts.detail)
    this.facts = facts
  }
}

/** A value as it may be shown back to who sent it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing"
  const text = typeof value === "string" ? JSON.stringify(value) : typeof value === "object" ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

export function bodyOf(facts: RefusalFacts): object {
  const { status: _status, headers: _headers, ...body } = facts
  return body
}
