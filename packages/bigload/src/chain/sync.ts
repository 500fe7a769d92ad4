/**
 * Catching up: fetches ranges of blocks from a peer and takes them in, in order. Several ranges are under way at once, so that the next is
 * there when the last is judged. One peer at a time; others wait in a queue, and each is asked, as the longest chain may be anybody's.
 */
import type { Endpoint, TreeBlock } from "@watercooler/kernel"
import { SYNC_RANGE } from "../config.ts"
import type { Turn } from "../peerage/network.ts"
import type { Range, Request } from "../protocol/messages.ts"
import type { Block } from "../protocol/types.ts"
import type { Chain } from "./chain.ts"

/** Ranges under way at once. */
const WINDOW = 4
/** Peers that wait to be asked. */
const QUEUE_MAX = 64
/** First step back when a range does not connect; doubles each time. */
const STEP_BACK = 16
/** How often a fetch may start again because the peer's chain changed under it. */
const RESTARTS_MAX = 3

export interface SyncEvents {
  ask(id: string, peer: Endpoint, request: Request, turn: Turn): void
  /** Takes one block in. False when the fetch should end: the block was refused, or does not connect. */
  take(block: Block, peer: Endpoint, turn: Turn): "taken" | "refused" | "unconnected"
  /** A range has moved the head from where it was before. */
  took(peer: Endpoint, before: TreeBlock, turn: Turn): void
  /** Nothing is under way and nobody waits. */
  idle(turn: Turn): void
}

interface Fetch {
  readonly peer: Endpoint
  /** Where the next range to ask for begins. */
  next: number
  /** Where the next range to take in begins. */
  due: number
  readonly underWay: Set<number>
  readonly arrived: Map<number, Range>
  stepBack: number
  connected: boolean
  restarts: number
}

export class Sync {
  readonly #chain: Chain
  readonly #events: SyncEvents
  readonly #queue: Endpoint[] = []
  #fetch: Fetch | undefined
  /** Distinguishes the asks of one fetch from those of the one before. */
  #generation = 0
  #source: Endpoint | undefined
  /** Whether a range is being taken in at this very moment. */
  taking = false

  constructor(chain: Chain, events: SyncEvents) {
    this.#chain = chain
    this.#events = events
  }

  get idle(): boolean {
    return this.#fetch === undefined && this.#queue.length === 0
  }

  /** Whether ranges are being taken in, so that a new head is most likely not the last. */
  get fetching(): boolean {
    return this.#fetch !== undefined
  }

  /** From whom the head was fetched since this was asked last, once nothing is under way: it is time to pass the head on. */
  caughtUp(): Endpoint | undefined {
    const source = this.#fetch === undefined ? this.#source : undefined
    if (source !== undefined) this.#source = undefined
    return source
  }

  /** Catch up with this peer, now or when its turn comes. */
  from(peer: Endpoint, turn: Turn): void {
    if (this.#fetch?.peer === peer || this.#queue.includes(peer) || this.#queue.length >= QUEUE_MAX) return
    this.#queue.push(peer)
    if (this.#fetch === undefined) this.#begin(turn)
  }

  answered(ask: string, range: Range, turn: Turn): void {
    const fetch = this.#fetch
    const from = this.#rangeOf(ask)
    if (fetch === undefined || from === undefined || !fetch.underWay.delete(from)) return
    fetch.arrived.set(from, range)
    for (let ready = fetch.arrived.get(fetch.due); ready !== undefined; ready = fetch.arrived.get(fetch.due)) {
      fetch.arrived.delete(fetch.due)
      if (!this.#take(fetch, ready, turn)) return
    }
    this.#fill(fetch, turn)
  }

  /** An ask of this part has failed, or its answer was not a range. */
  failed(ask: string, turn: Turn): void {
    if (this.#rangeOf(ask) !== undefined) this.#end(turn)
  }

  #rangeOf(ask: string): number | undefined {
    const [word, generation, from] = ask.split(" ")
    return word === "range" && Number(generation) === this.#generation ? Number(from) : undefined
  }

  #begin(turn: Turn): void {
    const peer = this.#queue.shift()
    if (peer === undefined) {
      this.#events.idle(turn)
      return
    }
    this.#fetch = {
      peer,
      next: 0,
      due: 0,
      underWay: new Set(),
      arrived: new Map(),
      stepBack: STEP_BACK,
      connected: false,
      restarts: 0,
    }
    this.#restart(this.#fetch, this.#chain.head.height + 1, turn)
  }

  #restart(fetch: Fetch, from: number, turn: Turn): void {
    this.#generation++
    fetch.next = fetch.due = from
    fetch.connected = false
    fetch.underWay.clear()
    fetch.arrived.clear()
    this.#request(fetch, turn)
  }

  #request(fetch: Fetch, turn: Turn): void {
    const from = fetch.next
    fetch.underWay.add(from)
    fetch.next += SYNC_RANGE
    this.#events.ask(`range ${this.#generation} ${from}`, fetch.peer, { kind: "blockchain", from, limit: SYNC_RANGE }, turn)
  }

  #fill(fetch: Fetch, turn: Turn): void {
    while (fetch.connected && fetch.underWay.size + fetch.arrived.size < WINDOW) this.#request(fetch, turn)
  }

  /** Takes one range in. False when the fetch has ended or begun anew. */
  #take(fetch: Fetch, range: Range, turn: Turn): boolean {
    const outcome = this.#takeBlocks(fetch, range, turn)
    if (outcome === "refused") return this.#end(turn)
    if (outcome === "unconnected") return this.#goBack(fetch, turn)
    // The peer's chain ends here; or it has a rival of our own height, which is no longer chain, so there is nothing to fetch.
    if (range.blocks.length < SYNC_RANGE) return this.#end(turn)
    fetch.connected = true
    fetch.due += SYNC_RANGE
    return true
  }

  #takeBlocks(fetch: Fetch, range: Range, turn: Turn): "taken" | "refused" | "unconnected" {
    const before = this.#chain.head
    let outcome: "taken" | "refused" | "unconnected" = "taken"
    this.taking = true
    for (const block of range.blocks) {
      outcome = this.#events.take(block, fetch.peer, turn)
      if (outcome !== "taken") break
    }
    this.taking = false
    if (this.#chain.head !== before) {
      this.#source = fetch.peer
      this.#events.took(fetch.peer, before, turn)
    }
    return outcome
  }

  #goBack(fetch: Fetch, turn: Turn): boolean {
    if (fetch.due <= 1 || (fetch.connected && ++fetch.restarts > RESTARTS_MAX)) return this.#end(turn)
    const from = Math.max(1, fetch.due - fetch.stepBack)
    fetch.stepBack *= 2
    this.#restart(fetch, from, turn)
    return false
  }

  #end(turn: Turn): false {
    this.#fetch = undefined
    this.#generation++
    this.#begin(turn)
    return false
  }
}
