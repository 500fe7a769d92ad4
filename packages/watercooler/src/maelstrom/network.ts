/**
 * The network between nodes, which is ours. How long a message takes, and whether it is lost, hangs on the seed, on the link and on how many have gone over that
 * link before: the same messages meet the same fate in every run.
 */
import { below, expand, exponential, saltOf } from "@watercooler/kernel"
import type { Grudges } from "./grudges.ts"
import { isClientId, type Message } from "./protocol.ts"

export const latencyDistributions = ["constant", "uniform", "exponential"] as const

export interface NetworkOptions {
  readonly seed: string
  /** Mean of one way between two nodes, or a node and a service. Clients sit beside their node. */
  readonly latencyMs: number
  readonly distribution: (typeof latencyDistributions)[number]
  /** Of a million messages between nodes, so many are lost. */
  readonly lossPerMillion: number
}

/** What became of a message. */
export type Fate = "delivered" | "lost" | "cut" | "nobody"

export interface Sighting {
  readonly message: Message
  readonly sentAtMs: number
  readonly atMs: number
  readonly fate: Fate
}

/** Messages under way at once; beyond that somebody talks without end. */
export const inFlightMax = 200_000

interface Cut {
  /** Receiver → from whom nothing reaches it. */
  readonly deaf: ReadonlyMap<string, ReadonlySet<string>>
  stopped: number
}

export class Network {
  readonly #options: NetworkOptions
  readonly #began: number
  readonly #receivers = new Map<string, (message: Message) => void>()
  readonly #sent = new Map<string, number>()
  readonly #seen: (sighting: Sighting) => void
  readonly #cuts = new Set<Cut>()
  /** Waiting for a node that has not said init_ok. */
  readonly #held = new Map<string, Message[]>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #isClosed = false

  constructor(options: NetworkOptions, began: number, seen: (sighting: Sighting) => void) {
    this.#options = options
    this.#began = began
    this.#seen = seen
  }

  get inFlight(): number {
    return this.#timers.size
  }

  knows(id: string): boolean {
    return this.#receivers.has(id)
  }

  join(id: string, receive: (message: Message) => void): void {
    this.#receivers.set(id, receive)
  }

  leave(id: string): void {
    this.#receivers.delete(id)
  }

  /** What other nodes and services send it waits from now on, until `release`. */
  hold(id: string): void {
    this.#held.set(id, [])
  }

  release(id: string): void {
    const waiting = this.#held.get(id) ?? []
    this.#held.delete(id)
    for (const message of waiting) this.#receivers.get(id)?.(message)
  }

  /** Until what it returns is called, which heals this cut and no other, and says how many messages it has stopped. */
  cut(grudges: Grudges): () => number {
    const deaf = new Map(Object.entries(grudges).map(([node, others]) => [node, new Set(others)]))
    const cut: Cut = { deaf, stopped: 0 }
    this.#cuts.add(cut)
    return () => {
      this.#cuts.delete(cut)
      return cut.stopped
    }
  }

  send(message: Message): void {
    const { src, dest } = message
    const link = `${src}>${dest}`
    const number = (this.#sent.get(link) ?? 0) + 1
    this.#sent.set(link, number)
    const sentAtMs = this.#now()
    const see = (fate: Fate) => this.#seen({ message, sentAtMs, atMs: this.#now(), fate })
    if (isClientId(src) || isClientId(dest)) return this.#arrive(message, see)
    const chance = expand(saltOf(this.#options.seed, "message", link, number))
    if (below(chance, 1_000_000) < this.#options.lossPerMillion) return see("lost")
    const delay = this.#delay(chance)
    if (delay <= 0) return this.#arrive(message, see)
    if (this.#timers.size >= inFlightMax) return see("lost")
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#arrive(message, see)
    }, delay)
    this.#timers.add(timer)
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #arrive(message: Message, see: (fate: Fate) => void): void {
    if (this.#isClosed) return
    const { src, dest } = message
    for (const cut of this.#cuts)
      if (cut.deaf.get(dest)?.has(src)) {
        cut.stopped++
        return see("cut")
      }
    const receive = this.#receivers.get(dest)
    see(receive === undefined ? "nobody" : "delivered")
    const held = this.#held.get(dest)
    // Only init itself may come before init_ok, and that comes from a client.
    if (held !== undefined && !isClientId(src)) held.push(message)
    else receive?.(message)
  }

  #delay(chance: ReturnType<typeof expand>): number {
    const { latencyMs, distribution } = this.#options
    if (distribution === "constant" || latencyMs === 0) return latencyMs
    const mean = Math.round(latencyMs * 1_000)
    return (distribution === "uniform" ? below(chance, 2 * mean + 1) : exponential(chance, mean)) / 1_000
  }

  #now(): number {
    return performance.now() - this.#began
  }
}
