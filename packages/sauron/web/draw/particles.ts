/** Messages on their way, as a sample: so many at most, each a small square that travels along its wire. */
import type { Traffic } from "../../src/recording/protocol.ts"

export const PARTICLES_MAX = 500
const TRAVEL_MS = 650
/** Traffic of one frame is spread over this, so that it flows and does not pulse. */
const SPREAD_MS_MAX = 160

interface Particle {
  from: string
  to: string
  kind: number
  start: number
}

export class Particles {
  readonly #live: Particle[] = []
  /** Of the last second on this screen. */
  #window: { at: number; total: number; shown: number; drawn: number; spanUs: number }[] = []

  take({ total, shown, flows, spanUs }: Traffic, nowMs: number): void {
    const spread = Math.min(SPREAD_MS_MAX, Math.max(40, spanUs / 1_000))
    const free = Math.max(0, PARTICLES_MAX - this.#live.length)
    // What a frame may add leaves room for the frames that follow while these are under way.
    const budget = Math.min(free, Math.ceil((PARTICLES_MAX * spread) / TRAVEL_MS))
    const sum = flows.reduce((all, [, , , count]) => all + count, 0)
    const share = sum <= budget ? 1 : budget / sum
    let [drawn, owed] = [0, Math.random()]
    for (const [from, to, kind, count] of flows) {
      owed += count * share
      for (; owed >= 1; owed--) {
        if (drawn >= budget) break
        drawn++
        this.#live.push({ from: this.#name(from), to: this.#name(to), kind, start: nowMs + Math.random() * spread })
      }
    }
    this.#window.push({ at: nowMs, total, shown, drawn, spanUs })
    while ((this.#window[0]?.at ?? nowMs) < nowMs - 1_000) this.#window.shift()
  }

  /** Places in `history.names` become names. */
  names: readonly string[] = []

  #name(place: number): string {
    return this.names[place] ?? ""
  }

  get isEmpty(): boolean {
    return this.#live.length === 0
  }

  /** Messages for each second of the run, lately; and of those between two that are on the map, the share that is drawn. */
  tally(nowMs: number): { readonly perSecond: number; readonly share: number } {
    let [total, shown, drawn, spanUs] = [0, 0, 0, 0]
    for (const each of this.#window) {
      if (each.at < nowMs - 1_000) continue
      total += each.total
      shown += each.shown
      drawn += each.drawn
      spanUs += each.spanUs
    }
    return { perSecond: spanUs === 0 ? 0 : (total * 1_000_000) / spanUs, share: shown === 0 ? 1 : drawn / shown }
  }

  /** Calls for each that is under way, with how far it has come, 0 to 1; forgets those that have arrived. */
  each(nowMs: number, draw: (from: string, to: string, kind: number, along: number) => void): void {
    let kept = 0
    for (const particle of this.#live) {
      const along = (nowMs - particle.start) / TRAVEL_MS
      if (along >= 1) continue
      this.#live[kept++] = particle
      if (along >= 0) draw(particle.from, particle.to, particle.kind, along)
    }
    this.#live.length = kept
  }

  clear(): void {
    this.#live.length = 0
    this.#window = []
  }
}
