/**
 * A network of node programs in one thread and in virtual time: messages take as long as the link says, work takes as long as the model says, and nothing
 * else passes any time at all.
 */
import {
  type Answered,
  type Crypto,
  type Effect,
  type Endpoint,
  type Happening,
  type Json,
  MemoryRecords,
  type Note,
  type RawReply,
  saltOf,
  takeTurn,
} from "@watercooler/kernel"
import type { OpenAsk, Party, PartyPlan } from "./party.ts"
import { EventQueue, type Keyed } from "./queue.ts"

export interface NetworkOptions {
  readonly seed: string
  readonly crypto: Crypto
  /** How long a message from one endpoint to another is under way; undefined loses it. */
  readonly latencyUs?: (from: Endpoint, to: Endpoint) => number | undefined
  /** How long an order takes. */
  readonly workUs?: (node: string, job: string) => number
  /** Longest wait for an answer. */
  readonly timeoutUs?: number
  /** Wall clock of a node at a virtual time. */
  readonly wallUs?: (node: string, at: number) => number
}

export interface Noted {
  readonly at: number
  readonly node: string
  readonly fact: Note
}

interface Event extends Keyed {
  run(): void
}

const RANK = { arrival: 1, timer: 2 } as const
const WALL_EPOCH_US = 1_767_225_600_000_000
const EVENTS_MAX = 20_000_000

export class VirtualNetwork<Request, Answer> {
  readonly notes: Noted[] = []
  readonly #options: Required<NetworkOptions>
  readonly #parties = new Map<string, Party<Request, Answer>>()
  readonly #byEndpoint = new Map<Endpoint, Party<Request, Answer>>()
  readonly #queue = new EventQueue<Event>()
  #at = 0
  #events = 0

  constructor(options: NetworkOptions) {
    this.#options = {
      latencyUs: () => 5_000,
      workUs: () => 50_000,
      timeoutUs: 2_000_000,
      wallUs: (_node, at) => WALL_EPOCH_US + at,
      ...options,
    }
  }

  /** Virtual microseconds. */
  get now(): number {
    return this.#at
  }

  get events(): number {
    return this.#events
  }

  hire(plan: PartyPlan<Request, Answer>): void {
    const party: Party<Request, Answer> = {
      plan,
      program: undefined,
      disk: new MemoryRecords(),
      life: 0,
      bootedAt: 0,
      inputs: 0,
      paused: false,
      timers: new Map(),
      orders: new Map(),
      asked: new Map(),
      requests: 0,
    }
    this.#parties.set(plan.name, party)
    this.#byEndpoint.set(plan.endpoint, party)
    this.#boot(party)
  }

  /** The process is gone; its disk stays. Whoever waits for its answer finds the connection closed. */
  fire(name: string): void {
    const party = this.#party(name)
    party.program = undefined
    party.life++
    party.timers.clear()
    party.orders.clear()
    const open = [...party.asked.values()]
    party.asked.clear()
    for (const ask of open) this.#unreachable(ask, "maybe-delivered", "closed")
  }

  /** Hires back, with its disk kept or wiped. */
  hireBack(name: string, disk: "kept" | "wiped" = "kept"): void {
    const party = this.#party(name)
    if (disk === "wiped") party.disk = new MemoryRecords()
    this.#boot(party)
  }

  /** Asks a node from outside the network; `answered` is called when it answers. */
  request(name: string, request: Request, answered: (answer: Answer) => void = () => undefined): void {
    const party = this.#party(name)
    const outside = { id: undefined, from: "outside", peer: party.plan.endpoint, request }
    this.#arrive(party, outside, undefined, answered)
  }

  fireTimer(name: string, timer: string): void {
    this.#step(this.#party(name), { kind: "timer", name: timer })
  }

  program(name: string): unknown {
    return this.#party(name).program
  }

  notesOf(name: string, note: string): Note[] {
    return this.notes.filter(({ node, fact }) => node === name && fact.note === note).map(({ fact }) => fact)
  }

  /** Runs for so long, virtually. */
  run(forUs: number): void {
    const until = this.#at + forUs
    for (let next = this.#queue.first; next !== undefined && next.at <= until; next = this.#queue.first) this.#next()
    this.#at = until
  }

  /** Runs until something is true; throws when it is not after so long. */
  runUntil(what: string, isTrue: () => boolean, withinUs: number): void {
    const until = this.#at + withinUs
    while (!isTrue()) {
      const next = this.#queue.first
      if (next === undefined || next.at > until) throw new Error(`${what}: not within ${withinUs / 1e6} s of virtual time`)
      this.#next()
    }
  }

  #next(): void {
    const event = this.#queue.pop()
    if (event === undefined) return
    if (++this.#events > EVENTS_MAX) throw new Error(`more than ${EVENTS_MAX} events: does something go round in circles?`)
    this.#at = event.at
    event.run()
  }

  #party(name: string): Party<Request, Answer> {
    const party = this.#parties.get(name)
    if (party === undefined) throw new Error(`nobody is called ${name}; there are ${[...this.#parties.keys()].join(", ")}`)
    return party
  }

  #boot(party: Party<Request, Answer>): void {
    party.life++
    party.program = party.plan.create()
    party.bootedAt = this.#at
    const { disk } = party
    this.#step(party, { kind: "boot", snapshot: disk.snapshot, records: disk.records(), recordsFrom: disk.first, recordCount: disk.count })
  }

  #step(party: Party<Request, Answer>, happening: Happening<Request, Answer>): void {
    if (party.program === undefined) return
    const now = this.#at - party.bootedAt
    const wall = this.#options.wallUs(party.plan.name, this.#at)
    const salt = saltOf(this.#options.seed, party.plan.name, party.life, ++party.inputs)
    const effects = takeTurn<Happening<Request, Answer> & { now: number; wall: number; salt: typeof salt }, Request, Answer>(
      party.program,
      { ...happening, now, wall, salt },
      party.disk,
      salt,
    )
    for (const [index, effect] of effects.entries()) this.#do(party, effect, `${party.plan.name} ${party.life} ${party.inputs} ${index}`)
  }

  #do(party: Party<Request, Answer>, effect: Effect<Request, Answer>, identity: string): void {
    const { endpoint, name } = party.plan
    switch (effect.effect) {
      case "note":
        this.notes.push({ at: this.#at, node: name, fact: effect.note })
        return
      case "timer":
        return this.#setTimer(party, effect.name, this.#at + effect.afterUs)
      case "cancel-timer":
        party.timers.delete(effect.name)
        return
      case "ask":
        return this.#send(
          { id: effect.id, from: name, peer: effect.peer, request: effect.request },
          effect.options.proof,
          identity,
          effect.options.timeoutUs,
        )
      case "tell":
        for (const peer of effect.peers) {
          this.#send(
            { id: undefined, from: name, peer, request: effect.request },
            effect.options.proofs?.[peer],
            `${identity} ${peer}`,
            undefined,
          )
        }
        return
      case "reply":
        return this.#reply(party, effect.request, identity, endpoint, () => effect.answer)
      case "raw-reply":
        return this.#reply(party, effect.request, identity, endpoint, effect.raw)
      case "raw-tell":
        for (const peer of effect.peers) this.#rawTell(endpoint, peer, effect.raw, effect.options.proofs?.[peer], `${identity} ${peer}`)
        return
      case "work":
        return this.#work(party, effect.name, effect.job, effect.order, identity)
      case "cancel-work":
        party.orders.delete(effect.name)
        return
      default:
        return
    }
  }

  #setTimer(party: Party<Request, Answer>, name: string, due: number): void {
    const { life } = party
    party.timers.set(name, due)
    this.#queue.push({
      at: due,
      rank: RANK.timer,
      receiver: party.plan.name,
      identity: `timer ${name} ${life} ${party.inputs}`,
      run: () => {
        if (party.life !== life || party.timers.get(name) !== due) return
        party.timers.delete(name)
        this.#step(party, { kind: "timer", name })
      },
    })
  }

  #send(ask: OpenAsk<Request>, proof: string | undefined, identity: string, timeoutUs: number | undefined): void {
    const sender = this.#party(ask.from)
    const { life } = sender
    const target = this.#byEndpoint.get(ask.peer)
    const latency = this.#options.latencyUs(sender.plan.endpoint, ask.peer)
    let isOver = false
    const end = (happening: Happening<Request, Answer>): void => {
      if (isOver) return
      isOver = true
      if (sender.life === life && !(ask.id === undefined && happening.kind === "answer")) this.#step(sender, happening)
    }
    const unreachable = (delivery: "not-delivered" | "maybe-delivered", because: "refused" | "timeout"): void =>
      end({ kind: "unreachable", ask: ask.id, peer: ask.peer, delivery, because })
    if (latency !== undefined) {
      this.#later(latency, ask.peer, `arrive ${identity}`, () => {
        if (target?.program === undefined)
          this.#later(latency, ask.from, `refused ${identity}`, () => unreachable("not-delivered", "refused"))
        else this.#arrive(target, ask, proof, undefined, end)
      })
    }
    const wait = Math.min(timeoutUs ?? this.#options.timeoutUs, this.#options.timeoutUs)
    this.#later(wait, ask.from, `timeout ${identity}`, () => unreachable("maybe-delivered", "timeout"))
  }

  readonly #ends = new Map<OpenAsk<Request>, (happening: Happening<Request, Answer>) => void>()
  readonly #outside = new Map<OpenAsk<Request>, (answer: Answer) => void>()

  #arrive(
    target: Party<Request, Answer>,
    ask: OpenAsk<Request>,
    proof: string | undefined,
    answered: ((answer: Answer) => void) | undefined,
    end?: (happening: Happening<Request, Answer>) => void,
  ): void {
    const id = ++target.requests
    target.asked.set(id, ask)
    if (end !== undefined) this.#ends.set(ask, end)
    if (answered !== undefined) this.#outside.set(ask, answered)
    this.#step(target, { kind: "request", id, link: `link ${ask.from}`, proof, request: ask.request })
  }

  #reply(party: Party<Request, Answer>, id: number, identity: string, from: Endpoint, said: RawReply | (() => Answer)): void {
    const ask = party.asked.get(id)
    if (ask === undefined) return
    party.asked.delete(id)
    const outside = this.#outside.get(ask)
    if (outside !== undefined) {
      this.#outside.delete(ask)
      if (typeof said === "function") outside(said())
      return
    }
    const end = this.#ends.get(ask)
    this.#ends.delete(ask)
    const asker = this.#parties.get(ask.from)
    const latency = asker === undefined ? undefined : this.#options.latencyUs(from, asker.plan.endpoint)
    if (latency === undefined || end === undefined) return
    this.#later(latency, ask.from, `answer ${identity}`, () => end(this.#heard(party, ask, said)))
  }

  /** An answer as its asker hears it; raw bytes go through the codec. */
  #heard(party: Party<Request, Answer>, ask: OpenAsk<Request>, said: RawReply | (() => Answer)): Happening<Request, Answer> {
    const { id, peer } = ask
    const answer = (value: Answer): Answered<Answer> => ({ kind: "answer", ask: id ?? "", peer, answer: value, more: false })
    if (typeof said === "function") return answer(said())
    if (said.manner === "silent" || said.manner === "slow")
      return { kind: "unreachable", ask: id, peer, delivery: "maybe-delivered", because: "timeout" }
    if (said.manner === "half") return { kind: "unreachable", ask: id, peer, delivery: "maybe-delivered", because: "closed" }
    const wire = { status: said.status, headers: { "content-type": said.contentType }, body: said.body }
    const decoded =
      said.manner === "endless" ? ({ ok: false, because: "too long" } as const) : party.plan.codec.decodeAnswer(wire, ask.request)
    if (decoded.ok) return answer(decoded.value)
    return { kind: "garbage", instead: { of: "answer", ask: id, peer }, because: decoded.because, bytes: said.body.length }
  }

  #rawTell(
    from: Endpoint,
    peer: Endpoint,
    raw: { readonly route: string; readonly contentType: string; readonly body: string },
    proof: string | undefined,
    identity: string,
  ): void {
    const target = this.#byEndpoint.get(peer)
    const latency = this.#options.latencyUs(from, peer)
    if (target === undefined || latency === undefined) return
    this.#later(latency, target.plan.name, `raw ${identity}`, () => {
      const [method = "", url = ""] = raw.route.split(" ")
      const decoded = target.plan.codec.decodeRequest({ method, url, headers: { "content-type": raw.contentType }, body: raw.body })
      const id = ++target.requests
      if (decoded.ok) this.#step(target, { kind: "request", id, link: `link ${from}`, proof, request: decoded.value })
      else if (decoded.status !== 404) {
        this.#step(target, {
          kind: "garbage",
          instead: { of: "request", id, link: `link ${from}`, proof },
          because: decoded.because,
          bytes: raw.body.length,
        })
      }
    })
  }

  #work(party: Party<Request, Answer>, name: string, job: string, order: Json, identity: string): void {
    const { life } = party
    party.orders.set(name, order)
    this.#later(this.#options.workUs(party.plan.name, job), party.plan.name, `worked ${identity}`, () => {
      if (party.life !== life || party.orders.get(name) !== order) return
      party.orders.delete(name)
      this.#step(party, { kind: "worked", name, result: this.#finish(party, job, order) })
    })
  }

  #finish(party: Party<Request, Answer>, name: string, order: Json): Json {
    const job = party.plan.jobs[name]
    if (job === undefined) throw new Error(`${party.plan.name} ordered the job ${name}, but has ${Object.keys(party.plan.jobs).join(", ")}`)
    let at: Json | undefined
    for (;;) {
      const slice = job(order, at, this.#options.crypto)
      if ("done" in slice) return slice.done
      at = slice.next
    }
  }

  #unreachable(ask: OpenAsk<Request>, delivery: "maybe-delivered", because: "closed"): void {
    const end = this.#ends.get(ask)
    this.#ends.delete(ask)
    end?.({ kind: "unreachable", ask: ask.id, peer: ask.peer, delivery, because })
  }

  #later(afterUs: number, receiver: string, identity: string, run: () => void): void {
    this.#queue.push({ at: this.#at + afterUs, rank: RANK.arrival, receiver, identity, run })
  }
}
