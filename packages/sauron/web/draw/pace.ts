/**
 * How often a large network is drawn. A browser records what is drawn faster than a slow graphics card can follow, and stands still for seconds
 * once it has to wait for it. So there is a fastest pace, evenly; and whoever stood still goes slower, until it has gone well for a while.
 */

/** Between two pictures, at best and at worst. */
const FASTEST_MS = 26
const SLOWEST_MS = 160
/** The screen's own rhythm stopped for so long: the card was too far behind. */
const HALT_MS = 250
const SLOWER = 1.5
/** By so much of itself the pause shrinks with every picture. */
const FASTER = 0.004

export class Pace {
  #everyMs = FASTEST_MS
  #turnMs = 0
  #lastMs: number | undefined

  /** Asked in every frame of the screen while there is something to draw. */
  isTurn(nowMs: number): boolean {
    if (this.#lastMs !== undefined && nowMs - this.#lastMs > HALT_MS) this.#everyMs = Math.min(SLOWEST_MS, this.#everyMs * SLOWER)
    this.#lastMs = nowMs
    if (nowMs < this.#turnMs) return false
    this.#turnMs = Math.max(this.#turnMs + this.#everyMs, nowMs + this.#everyMs / 2)
    this.#everyMs = Math.max(FASTEST_MS, this.#everyMs * (1 - FASTER))
    return true
  }

  /** Nothing is left to draw: the time until there is again says nothing. */
  rest(): void {
    this.#lastMs = undefined
  }
}
