/** Messages as those who sent them tell of them: when each left, and which of them nobody answered. The newest; joined to reports by their trace. */
import type { Departure } from "../eye/departure.ts"

/** As its sender's Eye has told it. */
export interface Left extends Departure {
  readonly node: string
  readonly t: number
}

const KEPT_MAX = 50_000

export class Departures {
  readonly #ring: Left[] = []
  readonly #byTrace = new Map<string, Left>()
  #next = 0

  add(left: Left): void {
    // A batch that was said again after a broken line.
    if (left.trace === "" || this.#byTrace.has(left.trace)) return
    const oldest = this.#ring[this.#next]
    if (oldest !== undefined) this.#byTrace.delete(oldest.trace)
    this.#ring[this.#next] = left
    this.#next = (this.#next + 1) % KEPT_MAX
    this.#byTrace.set(left.trace, left)
  }

  get isEmpty(): boolean {
    return this.#ring.length === 0
  }

  of(trace: string): Left | undefined {
    return this.#byTrace.get(trace)
  }

  /** Those that left within this time and got no answer, by trace. */
  unanswered(from: number, to: number): Map<string, Left> {
    const found = new Map<string, Left>()
    for (const left of this.#ring) if (left.status === 0 && left.t <= to && left.t + left.durationUs >= from) found.set(left.trace, left)
    return found
  }
}
