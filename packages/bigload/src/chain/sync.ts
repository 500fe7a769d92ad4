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
  /** Takes one block in. The fetch ends when it was refused, and goes back when it does not connect. */
  take(block: Block, peer: Endpoint, turn: Turn): "taken" | "refused" | "unconnected"
  /** A range is not what was asked for. */
  lied(peer: Endpoint, turn: Turn): void
  /** A range has moved the head from where it was before. */
  took(peer: Endpoint, before: TreeBlock, turn: Turn): void
  /** A fetch has ended. `whole`: the peer has told all it had to tell; not so if it failed, or if what it told was refused. `moved`: the head is another now. */
  ended(peer: Endpoint, how: { readonly whole: boolean; readonly moved: boolean }, turn: Turn): void
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
  moved: boolean
  /** The peer has pushed something since that may be missing in the ranges under way: it is asked once more. */
  again: boolean
}

export class Sync {
  readonly #chain: Chain
  readonly #events: SyncEvents
  readonly #queue: Endpoint[] = []
  #fetch: Fetch | undefined
  /** Distinguishes the asks of one fetch from those of the one before. */
  #generation = 0
  /** Whether a range is being taken in at this very moment. */
  taking = false

  constructor(chain: Chain, events: SyncEvents) {
    this.#chain = chain
    this.#events = events
  }

  get idle(): boolean {
    return this.#fetch === undefined && this.#queue.length === 0
  }

  /** Catch up with this peer, now or when its turn comes. */
  from(peer: Endpoint, turn: Turn): void {
    if (this.#fetch?.peer === peer) this.#fetch.again = true
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
    const from = this.#rangeOf(ask)
    if (from !== undefined && this.#fetch?.underWay.has(from)) this.#end("failed", turn)
  }

  #rangeOf(ask: string): number | undefined {
    const [word, generation, from] = ask.split(" ")
    return word === "range" && Number(generation) === this.#generation ? Number(from) : undefined
  }

  #begin(turn: Turn): void {
    const peer = this.#queue.shift()
    if (peer === undefined) return
    this.#fetch = {
      peer,
      next: 0,
      due: 0,
      underWay: new Set(),
      arrived: new Map(),
      stepBack: STEP_BACK,
      connected: false,
      restarts: 0,
      moved: false,
      again: false,
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
    // A peer that answers something else than what was asked could keep a fetch going for ever.
    if (range.blocks.length > SYNC_RANGE || range.blocks.some((block, i) => block.number !== fetch.due + i)) {
      this.#events.lied(fetch.peer, turn)
      return this.#end("failed", turn)
    }
    const outcome = this.#takeBlocks(fetch, range, turn)
    if (outcome === "refused") return this.#end("failed", turn)
    if (outcome === "unconnected") return this.#goBack(fetch, turn)
    // The peer's chain ends here; or it has a rival of our own height, which is no longer chain, so there is nothing to fetch.
    if (range.blocks.length < SYNC_RANGE) return this.#end("whole", turn)
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
      fetch.moved = true
      this.#events.took(fetch.peer, before, turn)
    }
    return outcome
  }

  #goBack(fetch: Fetch, turn: Turn): boolean {
    if (fetch.due <= 1 || (fetch.connected && ++fetch.restarts > RESTARTS_MAX)) return this.#end("failed", turn)
    const from = Math.max(1, fetch.due - fetch.stepBack)
    fetch.stepBack *= 2
    this.#restart(fetch, from, turn)
    return false
  }

  #end(how: "whole" | "failed", turn: Turn): false {
    const fetch = this.#fetch
    this.#fetch = undefined
    this.#generation++
    if (fetch === undefined) return false
    if (fetch.again && how === "whole") this.#queue.push(fetch.peer)
    this.#events.ended(fetch.peer, { whole: how === "whole", moved: fetch.moved }, turn)
    if (this.#fetch === undefined) this.#begin(turn)
    return false
  }
}
