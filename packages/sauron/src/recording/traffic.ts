/** Requests added up by who asked whom for what, so that ten thousand a second become a few hundred numbers. */
import type { Traffic, TrafficKind } from "./protocol.ts"

/** Flows in one frame; the busiest are shown. */
const FLOWS_MAX = 400
/** Different flows that are held between two frames. */
const HELD_MAX = 6_000

export function kindOf(route: string, status: number): TrafficKind {
  if (status === 0 || status >= 400) return 5
  if (route === "/block") return 0
  if (route === "/transfer") return 1
  if (route.startsWith("/blockchain") || route.startsWith("/block/")) return 2
  if (route === "/peers" || route === "/pubkey") return 3
  return 4
}

export class Flows {
  readonly #counts = new Map<number, number>()
  #total = 0

  /** Places in the history's names; -1 for whoever has none. */
  add(from: number, to: number, kind: TrafficKind, count = 1): void {
    this.#total += count
    if (from < 0 || to < 0 || from === to) return
    const key = (from * 4_096 + to) * 8 + kind
    const known = this.#counts.get(key)
    if (known === undefined && this.#counts.size >= HELD_MAX) return
    this.#counts.set(key, (known ?? 0) + count)
  }

  /** Adds what others have counted. */
  merge(other: Flows): void {
    this.#total += other.#total
    for (const [key, count] of other.#counts) {
      const known = this.#counts.get(key)
      if (known === undefined && this.#counts.size >= HELD_MAX) continue
      this.#counts.set(key, (known ?? 0) + count)
    }
  }

  get isEmpty(): boolean {
    return this.#total === 0
  }

  take(spanUs: number): Traffic | undefined {
    if (this.isEmpty) return undefined
    let entries = [...this.#counts]
    if (entries.length > FLOWS_MAX) entries = entries.sort((a, b) => b[1] - a[1]).slice(0, FLOWS_MAX)
    let shown = 0
    const flows = entries.map(([key, count]) => {
      shown += count
      const pair = Math.floor(key / 8)
      return [Math.floor(pair / 4_096), pair % 4_096, (key % 8) as TrafficKind, count] as const
    })
    const traffic = { total: this.#total, shown, spanUs, flows }
    this.clear()
    return traffic
  }

  clear(): void {
    this.#counts.clear()
    this.#total = 0
  }
}
