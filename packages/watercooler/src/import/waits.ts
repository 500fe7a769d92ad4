/** How long messages were under way, from what those who asked have waited. */
import type { AnswerEvent, Party } from "@watercooler/kernel"

export interface Delays {
  readonly count: number
  /** Microseconds, one way. */
  readonly medianUs: number
  /** Between the first quartile and the third. */
  readonly spreadUs: number
}

const STEP_US = 10

/**
 * Half of what a node waited for an answer is one way. What the other needed to find that answer is in it: in virtual time computing takes none, so that
 * all that took time is on the link.
 */
export class Waits {
  readonly #endpoints: ReadonlySet<string>
  readonly #names: ReadonlySet<string>
  readonly #oneWayUs: number[] = []

  constructor(parties: readonly Party[]) {
    this.#endpoints = new Set(parties.map(({ endpoint }) => endpoint))
    this.#names = new Set(parties.map(({ name }) => name))
  }

  hear({ node, to, status, durationUs }: AnswerEvent): void {
    if (status > 0 && this.#names.has(node) && this.#endpoints.has(to)) this.#oneWayUs.push(durationUs / 2)
  }

  /** Undefined if nobody was answered. */
  get delays(): Delays | undefined {
    if (this.#oneWayUs.length === 0) return undefined
    const sorted = this.#oneWayUs.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number
    return { count: sorted.length, medianUs: stepped(at(0.5)), spreadUs: stepped(at(0.75) - at(0.25)) }
  }
}

const stepped = (us: number): number => Math.round(us / STEP_US) * STEP_US
