/** The nodes a tracker believes in: each has shown its key at its address. Bounded; identity is the key, not the address. */
import type { Endpoint, Micros, PeerCard } from "@watercooler/kernel"

export interface Entry {
  readonly card: PeerCard
  failures: number
  askedAt: Micros
}

export class TrackerTable {
  readonly #sizeMax: number
  readonly #byEndpoint = new Map<Endpoint, Entry>()
  readonly #endpointOf = new Map<string, Endpoint>()

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax
  }

  get size(): number {
    return this.#byEndpoint.size
  }

  at(endpoint: Endpoint): Entry | undefined {
    return this.#byEndpoint.get(endpoint)
  }

  holds(endpoint: Endpoint, key: string): boolean {
    return this.#byEndpoint.get(endpoint)?.card.key === key
  }

  /** Where a key now lives. Its old address, and whoever had the new one, are forgotten. False if there is no room. */
  put(card: PeerCard, now: Micros): boolean {
    const moved = this.#endpointOf.get(card.key)
    if (moved !== undefined) this.remove(moved)
    this.remove(card.endpoint)
    if (this.#byEndpoint.size >= this.#sizeMax && !this.#makeRoom()) return false
    this.#byEndpoint.set(card.endpoint, { card, failures: 0, askedAt: now })
    this.#endpointOf.set(card.key, card.endpoint)
    return true
  }

  remove(endpoint: Endpoint): PeerCard | undefined {
    const entry = this.#byEndpoint.get(endpoint)
    if (entry === undefined) return undefined
    this.#byEndpoint.delete(endpoint)
    this.#endpointOf.delete(entry.card.key)
    return entry.card
  }

  cardsExcept(endpoint: Endpoint): PeerCard[] {
    const cards: PeerCard[] = []
    for (const entry of this.#byEndpoint.values()) if (entry.card.endpoint !== endpoint) cards.push(entry.card)
    return cards
  }

  /** Those asked longest ago. */
  longestUnasked(count: number): Entry[] {
    const entries = [...this.#byEndpoint.values()]
    return entries.sort((a, b) => a.askedAt - b.askedAt).slice(0, count)
  }

  /** A node that has already failed to answer makes place for one that has just answered. Those who answer stay. */
  #makeRoom(): boolean {
    for (const entry of this.#byEndpoint.values()) {
      if (entry.failures === 0) continue
      this.remove(entry.card.endpoint)
      return true
    }
    return false
  }
}
