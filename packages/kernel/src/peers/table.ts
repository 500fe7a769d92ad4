/**
 * The peers table: whom a node talks to, and whom it has lost and may look for again. A peer gets in only after it has been
 * dialled and has proven its key.
 */
import { type Draw, sample } from "../chance/draw.ts"
import type { Endpoint, Micros } from "../contract/values.ts"
import type { PeerCard } from "./exchange.ts"

export interface Peer extends PeerCard {
  /** When it last answered or asked with proof. */
  lastSeen: Micros
  /** The proof to show it, if it gave one. */
  session: string | undefined
}

/** A peer that could not be reached: not gossiped to, but looked for again, ever less often. */
export interface LostPeer extends PeerCard {
  readonly attempts: number
  readonly retryAt: Micros
}

export interface PeerTableRules {
  readonly peersMax: number
  /** How many lost peers are remembered; the oldest is forgotten first. */
  readonly lostMax: number
  /** First wait before looking for a lost peer; doubles with each attempt. */
  readonly retryUs: Micros
  /** After so many attempts a lost peer is forgotten. */
  readonly attemptsMax: number
}

/** Beyond so many attempts the wait no longer doubles: a network that was cut in two for long must find together again soon. */
const DOUBLINGS_MAX = 5

export class PeerTable {
  readonly #rules: PeerTableRules
  readonly #peers = new Map<Endpoint, Peer>()
  readonly #lost = new Map<Endpoint, LostPeer>()

  constructor(rules: PeerTableRules) {
    this.#rules = rules
  }

  get size(): number {
    return this.#peers.size
  }

  get full(): boolean {
    return this.#peers.size >= this.#rules.peersMax
  }

  get(endpoint: Endpoint): Peer | undefined {
    return this.#peers.get(endpoint)
  }

  byKey(key: string): Peer | undefined {
    for (const peer of this.#peers.values()) if (peer.key === key) return peer
    return undefined
  }

  all(): Peer[] {
    return [...this.#peers.values()]
  }

  endpoints(): Endpoint[] {
    return [...this.#peers.keys()]
  }

  lost(): LostPeer[] {
    return [...this.#lost.values()]
  }

  /** Adds a proven peer, or renews what is known of it. False when the table is full. A key lives at one endpoint: the newest. */
  add(card: PeerCard, session: string | undefined, now: Micros): boolean {
    const known = this.#peers.get(card.endpoint)
    const moved = this.byKey(card.key)
    if (moved !== undefined && moved.endpoint !== card.endpoint) this.#peers.delete(moved.endpoint)
    if (known === undefined && this.full) return false
    this.#lost.delete(card.endpoint)
    this.#peers.set(card.endpoint, { ...card, session: session ?? known?.session, lastSeen: now })
    return true
  }

  heard(endpoint: Endpoint, now: Micros): void {
    const peer = this.#peers.get(endpoint)
    if (peer !== undefined) peer.lastSeen = now
  }

  /** It could not be reached: it leaves the table and is looked for again later. Returns the peer if it was one. */
  lose(endpoint: Endpoint, now: Micros): Peer | undefined {
    const peer = this.#peers.get(endpoint)
    const before = this.#lost.get(endpoint)
    const card = peer ?? before
    if (card === undefined) return undefined
    this.#peers.delete(endpoint)
    this.#lost.delete(endpoint)
    const attempts = peer === undefined ? (before?.attempts ?? 0) + 1 : 0
    if (attempts < this.#rules.attemptsMax) {
      const { key, name } = card
      this.#lost.set(endpoint, {
        endpoint,
        key,
        name,
        attempts,
        retryAt: now + this.#rules.retryUs * 2 ** Math.min(attempts, DOUBLINGS_MAX),
      })
      this.#forgetOldestLost()
    }
    return peer
  }

  /** It left for good, or was banned: forgotten entirely. Returns the peer if it was one. */
  remove(endpoint: Endpoint): Peer | undefined {
    const peer = this.#peers.get(endpoint)
    this.#peers.delete(endpoint)
    this.#lost.delete(endpoint)
    return peer
  }

  /** Lost peers that it is time to look for again. */
  due(now: Micros): LostPeer[] {
    return this.lost().filter((lost) => lost.retryAt <= now)
  }

  /** Some peers at random, as `GET /peers` tells them. */
  sample(draw: Draw, count: number, except: Endpoint): PeerCard[] {
    const others = this.all().filter((peer) => peer.endpoint !== except)
    return sample(draw, others, count).map(({ endpoint, key, name }) => ({ endpoint, key, name }))
  }

  #forgetOldestLost(): void {
    if (this.#lost.size <= this.#rules.lostMax) return
    for (const oldest of this.#lost.keys()) {
      this.#lost.delete(oldest)
      return
    }
  }
}
