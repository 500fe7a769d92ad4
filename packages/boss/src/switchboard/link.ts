/** One direction between two nodes, across all their connections: what its rules are now, and what it has carried. */
import { hashText, mix } from "@watercooler/kernel"
import type { LiveRule, Passage, Shown } from "../faults/index.ts"
import type { Parcel } from "./parcel.ts"
import type { LiveTrouble } from "./troubles.ts"

/** A message as it was recognised in the bytes. */
export interface Framed {
  readonly method: string
  readonly route: string
  /** Of a request of which somebody wants to know how it is answered. */
  readonly told?: Told
}

/** A request, as whoever keeps count of them is told of it. */
export interface Told {
  readonly uri: string
  /** When it was sent: microseconds since the run began. */
  readonly at: number
  /** Of its body, as far as its head says. */
  readonly bytes: number
  /** The trace id of its `traceparent`; empty for none. */
  readonly trace: string
}

export type Fate = Pick<Passage<LiveTrouble>, "fate" | "us" | "isHeldBack" | "copies" | "bit" | "by">

/** What all links have in common. */
export interface Exchange {
  /** Microseconds since the run began. */
  readonly now: () => number
  readonly passage: Passage<LiveTrouble>
  readonly version: () => number
  readonly rulesFor: (from: string, to: string) => readonly LiveRule<LiveTrouble>[]
  readonly at: (moment: number, act: () => void) => void
  /** A request has begun. */
  readonly sent: (from: string, to: string, message: Framed) => void
}

/** Bytes that belong to no message have this route. */
const STREAM: Framed = { method: "", route: "stream" }

class Sight implements Shown {
  from = ""
  to = ""
  kind: "request" | "answer" = "request"
  isClose = false
  method = ""
  route = ""
  at = 0
  hits = 0
  busyUntilUs = 0
  parcel: Parcel | undefined

  get bytes(): number {
    return this.parcel?.bytes ?? 0
  }

  get text(): string {
    return this.parcel?.text ?? ""
  }
}

const sight = new Sight()

export class SwitchboardLink {
  readonly from: string
  readonly to: string
  readonly #exchange: Exchange
  readonly #a: number
  /** Messages that have begun on it. */
  #carried = 0
  #asked = 0
  /** When the last message on it goes on: the next one does not overtake it, on whatever connection. */
  #lastAt = 0
  #rules: readonly LiveRule<LiveTrouble>[] = []
  #version = -1

  constructor(from: string, to: string, exchange: Exchange) {
    this.from = from
    this.to = to
    this.#exchange = exchange
    this.#a = hashText(`${from} ${to}`, 12)
  }

  get rules(): readonly LiveRule<LiveTrouble>[] {
    const version = this.#exchange.version()
    if (version !== this.#version) {
      this.#rules = this.#exchange.rulesFor(this.from, this.to)
      this.#version = version
    }
    return this.#rules
  }

  get carried(): number {
    return this.#carried
  }

  /** A message begins. */
  carry(kind: "request" | "answer", message: Framed): void {
    this.#carried++
    if (kind === "request") this.#exchange.sent(this.from, this.to, message)
  }

  now(): number {
    return this.#exchange.now()
  }

  at(moment: number, act: () => void): void {
    this.#exchange.at(moment, act)
  }

  later(us: number, act: () => void): void {
    if (us === 0) act()
    else this.at(this.now() + us, act)
  }

  /** The moment at which something goes on that takes so long. */
  due(us: number, isHeldBack: boolean): number {
    const at = this.now() + us
    if (isHeldBack) return at
    this.#lastAt = Math.max(this.#lastAt, at)
    return us === 0 && this.#rules.length === 0 ? at : this.#lastAt
  }

  /** `message`: undefined for bytes of a stream. */
  ask(kind: "request" | "answer", message: Framed | undefined, parcel: Parcel): Fate {
    return this.#ask(kind, message ?? STREAM, parcel, false)
  }

  askAboutClose(kind: "request" | "answer"): Fate {
    return this.#ask(kind, STREAM, undefined, true)
  }

  #ask(kind: "request" | "answer", { method, route }: Framed, parcel: Parcel | undefined, isClose: boolean): Fate {
    const { passage } = this.#exchange
    sight.from = this.from
    sight.to = this.to
    sight.kind = kind
    sight.method = method
    sight.route = route
    sight.parcel = parcel
    sight.isClose = isClose
    sight.at = this.now()
    const nth = ++this.#asked
    passage.ask(this.rules, sight, this, this, mix(this.#a, nth), nth)
    return passage
  }
}
