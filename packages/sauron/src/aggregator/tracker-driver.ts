/** Hosts the tracker in Sauron's own process: a small interpreter of the few effects a tracker asks for. */
import { randomFillSync } from "node:crypto"
import {
  type Crypto,
  type Effect,
  type ExchangeAnswer,
  type Happening,
  MICROS_PER_MS,
  type Moment,
  type NodeProgram,
  type Note,
  type RecordStore,
  type RequestId,
  takeTurn,
} from "@watercooler/kernel"
import { createTracker, type TrackerConfig, type TrackerRequest } from "../tracker/index.ts"
import { askPubkey, mayDial, parseDial } from "./dial.ts"

export interface TrackerDriver {
  /** Ends exactly once, at the latest when the tracker's own time limit has passed. */
  ask(request: TrackerRequest): Promise<ExchangeAnswer>
  /** Somebody was seen at an address. Nothing comes back. */
  sighted(endpoint: string): void
  close(): void
}

export interface TrackerWorld {
  readonly dial: readonly string[]
  readonly crypto: Crypto
  readonly note: (note: Note) => void
}

/** Questions under way to nodes. More are answered `overloaded`, without a socket. */
const ASKS_MAX = 64
const ANSWER_WITHIN_MS = 5_000
const DIAL_US = 2_000_000

export function hostTracker(config: TrackerConfig, world: TrackerWorld): TrackerDriver {
  return new Driver(config, world)
}

class Driver implements TrackerDriver {
  readonly #program: NodeProgram<TrackerRequest, ExchangeAnswer>
  readonly #world: TrackerWorld
  readonly #spans: ReturnType<typeof parseDial>
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #waiting = new Map<RequestId, (answer: ExchangeAnswer) => void>()
  #requests = 0
  #asks = 0
  #closed = false

  constructor(config: TrackerConfig, world: TrackerWorld) {
    this.#program = createTracker(config, world.crypto)
    this.#world = world
    this.#spans = parseDial(world.dial)
    this.#step({ kind: "boot", snapshot: undefined, records: [], recordsFrom: 0, recordCount: 0, damaged: false })
  }

  ask(request: TrackerRequest): Promise<ExchangeAnswer> {
    return new Promise((resolve) => {
      const id = ++this.#requests
      const answer = (given: ExchangeAnswer) => {
        clearTimeout(late)
        this.#waiting.delete(id)
        resolve(given)
      }
      const detail = "The tracker could not say in time."
      const late = setTimeout(() => answer({ kind: "refused", status: 504, code: "too-slow", detail }), ANSWER_WITHIN_MS).unref()
      this.#waiting.set(id, answer)
      this.#step({ kind: "request", id, link: "http", proof: undefined, request })
    })
  }

  sighted(endpoint: string): void {
    if (mayDial(this.#spans, endpoint)) void this.ask({ kind: "sighted", endpoint })
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    for (const answer of this.#waiting.values()) answer({ kind: "refused", status: 503, code: "closing", detail: "Sauron is closing." })
  }

  #step(happening: Happening<TrackerRequest, ExchangeAnswer>): void {
    if (this.#closed) return
    const moment = momentNow()
    for (const effect of takeTurn(this.#program, { ...moment, ...happening }, noRecords, moment.salt)) this.#perform(effect)
  }

  #perform(effect: Effect<TrackerRequest, ExchangeAnswer>): void {
    switch (effect.effect) {
      case "reply":
        return this.#waiting.get(effect.request)?.(effect.answer)
      case "ask":
        void this.#askPeer(effect.id, effect.peer, (effect.options.timeoutUs ?? DIAL_US) / MICROS_PER_MS)
        return undefined
      case "timer": {
        const fire = () => this.#step({ kind: "timer", name: effect.name })
        clearTimeout(this.#timers.get(effect.name))
        this.#timers.set(effect.name, setTimeout(fire, effect.afterUs / MICROS_PER_MS).unref())
        return undefined
      }
      case "note":
        return this.#world.note(effect.note)
      default:
        throw new Error(`the tracker asked for ${effect.effect}, which its driver does not do`)
    }
  }

  async #askPeer(ask: string, peer: string, timeoutMs: number): Promise<void> {
    if (!mayDial(this.#spans, peer) || this.#asks >= ASKS_MAX) {
      const because = this.#asks >= ASKS_MAX ? "overloaded" : "refused"
      setImmediate(() => this.#step({ kind: "unreachable", ask, peer, delivery: "not-delivered", because }))
      return
    }
    this.#asks += 1
    const heard = await askPubkey(peer, timeoutMs)
    this.#asks -= 1
    if (heard.kind === "answer") this.#step({ kind: "answer", ask, peer, answer: heard.answer, more: false })
    else if (heard.kind === "unreachable") this.#step({ ...heard, ask, peer })
    else this.#step({ ...heard, instead: { of: "answer", ask, peer } })
  }
}

function momentNow(): Moment {
  const [a = 0, b = 0, c = 0, d = 0] = randomFillSync(new Uint32Array(4))
  return { now: Math.round(performance.now() * 1_000), wall: Date.now() * 1_000, salt: [a, b, c, d] }
}

/** A tracker remembers nothing over a restart. */
const noRecords: RecordStore = {
  next: 0,
  append: () => unstorable(),
  replaceAll: () => unstorable(),
  read: () => undefined,
}

function unstorable(): never {
  throw new Error("the tracker wanted to store something, and has nowhere to")
}
