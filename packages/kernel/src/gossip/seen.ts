/** What has been seen before, within bounds: the oldest is forgotten first. */

export class SeenCache {
  readonly #times = new Map<string, number>()
  readonly #max: number

  /** `max` is how many different things are remembered. */
  constructor(max: number) {
    if (!Number.isSafeInteger(max) || max < 1) throw new RangeError(`a seen-cache remembers at least 1 thing, got ${max}`)
    this.#max = max
  }

  get size(): number {
    return this.#times.size
  }

  has(thing: string): boolean {
    return this.#times.has(thing)
  }

  /** Counts one more sighting. Returns how often it had been seen before. */
  see(thing: string): number {
    const before = this.#times.get(thing) ?? 0
    this.#times.set(thing, before + 1)
    if (before === 0 && this.#times.size > this.#max) {
      for (const oldest of this.#times.keys()) {
        this.#times.delete(oldest)
        break
      }
    }
    return before
  }
}
