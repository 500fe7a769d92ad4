/** A node's wall clock: the machine's, unless it is bent. The monotonic clock is never touched. */
import type { Suffering } from "../process/contract.ts"

export type ClockSuffering = Extract<Suffering, { readonly kind: "skew" | "jump" | "drift" }>

interface Bend {
  readonly what: ClockSuffering
  readonly sinceUs: number
}

export class BentClock {
  readonly #rightUs: () => number
  readonly #bends = new Map<string, Bend>()
  /** How often it was looked at while it was wrong. */
  looks = 0

  /** `rightUs`: the wall clock of the machine, microseconds. */
  constructor(rightUs: () => number) {
    this.#rightUs = rightUs
  }

  readonly nowUs = (): number => {
    const right = this.#rightUs()
    if (this.#bends.size === 0) return right
    this.looks++
    let off = 0
    for (const { what, sinceUs } of this.#bends.values()) {
      off += what.kind === "drift" ? Math.trunc(((right - sinceUs) / 1_000_000) * what.ppm) : what.us
    }
    return right + off
  }

  bend(id: string, what: ClockSuffering): void {
    this.#bends.set(id, { what, sinceUs: this.#rightUs() })
  }

  mend(id: string): void {
    this.#bends.delete(id)
  }
}
