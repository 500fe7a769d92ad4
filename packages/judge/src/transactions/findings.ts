/** What has been found wrong with single transactions or keys, counted by name; the first of each is told. */
import type { Anomaly } from "../histories/opinion.ts"

export class Findings {
  readonly #found = new Map<string, { count: number; readonly detail: string }>()

  add(name: string, detail: () => string, count = 1): void {
    const known = this.#found.get(name)
    if (known === undefined) this.#found.set(name, { count, detail: detail() })
    else known.count += count
  }

  has(name: string): boolean {
    return this.#found.has(name)
  }

  get names(): readonly string[] {
    return [...this.#found.keys()]
  }

  anomalies(isViolation: (name: string) => boolean): readonly Anomaly[] {
    return [...this.#found].map(([name, { count, detail }]) => ({ name, count, detail, isViolation: isViolation(name) }))
  }
}
