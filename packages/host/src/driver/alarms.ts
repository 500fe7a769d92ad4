/** Named timers on the real clock. Node's timers may fire up to a millisecond early; these never do. */

export class Alarms {
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #fire: (name: string) => void
  readonly #nowUs: () => number

  constructor(nowUs: () => number, fire: (name: string) => void) {
    this.#nowUs = nowUs
    this.#fire = fire
  }

  set(name: string, afterUs: number): void {
    this.cancel(name)
    this.#arm(name, this.#nowUs() + afterUs)
  }

  cancel(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }

  clear(): void {
    for (const name of [...this.#timers.keys()]) this.cancel(name)
  }

  #arm(name: string, dueUs: number): void {
    // Longer waits than Node can hold in one timer are taken in parts.
    const waitMs = Math.min(2_000_000_000, Math.max(0, Math.ceil((dueUs - this.#nowUs()) / 1_000)))
    this.#timers.set(
      name,
      setTimeout(() => {
        if (this.#nowUs() < dueUs) return this.#arm(name, dueUs)
        this.#timers.delete(name)
        this.#fire(name)
      }, waitMs),
    )
  }
}
