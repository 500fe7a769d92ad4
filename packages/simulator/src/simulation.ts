/**
 * A network of node programs in one thread and in virtual time: messages take as long as the links say, work as long as its model says, and nothing else
 * passes any time at all. The same seed, parties and faults give the same run, to the last effect.
 */
import { type Disk as DiskState, parseTimelineFault, type TimelineFault } from "@watercooler/boss/faults"
import { hashText, type Json } from "@watercooler/kernel"
import { ANSWER, ARRIVAL, BOOT, DURABLE, ENDING, FAULT, LEFT, ODD_ARRIVAL, SESSION, TIMEOUT, TIMER, WAKE, WORKED } from "./happenings.ts"
import { describeFinding, type Finding } from "./limits.ts"
import type { Order, Party, PartyPlan, PartyState, Timer } from "./node/party.ts"
import { Staff } from "./node/staff.ts"
import { Turns } from "./node/turns.ts"
import { RANKS } from "./queue/event.ts"
import { type FaultReceipt, Storm } from "./storm/storm.ts"
import type { Exchange } from "./wire/exchange.ts"
import { Wires } from "./wire/wires.ts"
import { type AnyEvent, type SimulationOptions, World } from "./world.ts"

export interface Stats {
  /** Events, in virtual time: arrivals, answers, timers, finished work, records that became durable. */
  readonly events: number
  /** Turns that programs took. */
  readonly steps: number
  /** Requests and answers that were sent. */
  readonly messages: number
  /** Events that wait for their moment. */
  readonly waiting: number
}

export class Simulation<Request = Json, Answer = Json> {
  readonly #world: World<Request, Answer>

  /** @throws TypeError if a fault of the options is none, or two of them have one name; Error if two parties share a name or an endpoint. */
  constructor(options: SimulationOptions<Request, Answer>) {
    const world = new World(options)
    this.#world = world
    world.turns = new Turns(world)
    world.wires = new Wires(world)
    world.storm = new Storm(world)
    world.staff = new Staff(world)
    if (options.heading !== undefined) world.scribe.header(options.heading, options.seed)
    for (const plan of options.parties ?? []) {
      const party = world.staff.enlist(plan)
      world.push(plan.hiredAtUs ?? 0, RANKS.boot, party, hashText("boot", 0), 0, BOOT, undefined, 0)
    }
    const ids = new Set<string>()
    for (const planned of options.faults ?? []) {
      if (ids.has(planned.id)) throw new TypeError(`two faults are called ${planned.id}`)
      ids.add(planned.id)
      this.plan(planned)
    }
  }

  /** Virtual microseconds since the run began. */
  get now(): number {
    return this.#world.kernel.now
  }

  get stats(): Stats {
    const { kernel, messages, steps } = this.#world
    return { events: kernel.events, steps, messages, waiting: kernel.waiting }
  }

  /** Thirty-two hexadecimal digits that stand for every event and effect so far. */
  get fingerprint(): string {
    return this.#world.kernel.fingerprint.hex
  }

  /** Why the run ended before its time, if it did: it goes no further. */
  get finding(): Finding | undefined {
    return this.#world.finding
  }

  /** Receipts of the faults that have ended, in the order in which they did. */
  get receipts(): readonly FaultReceipt[] {
    return this.#world.storm.receipts
  }

  /** Who there is, and what they do. */
  get nodes(): readonly { readonly name: string; readonly state: PartyState; readonly life: number }[] {
    return [...this.#world.parties.values()].map(({ name, state, life }) => ({ name, state, life }))
  }

  /** Runs for so long, virtually; or until something is found. */
  run(forUs: number): void {
    const { kernel } = this.#world
    const until = kernel.now + forUs
    while (this.#world.finding === undefined) {
      const event = kernel.next(until)
      if (event === undefined) break
      this.#dispatch(event)
    }
    if (this.#world.finding === undefined) kernel.now = until
  }

  /** Runs until something is true, which is asked after every event. @throws Error when it is not after so long, or when something is found. */
  runUntil(what: string, isTrue: () => boolean, withinUs: number): void {
    const { kernel } = this.#world
    const until = kernel.now + withinUs
    while (!isTrue()) {
      const { finding } = this.#world
      if (finding !== undefined) throw new Error(`${what}: ${describeFinding(finding)}`)
      const event = kernel.next(until)
      if (event === undefined) throw new Error(`${what}: not within ${withinUs / 1e6} s of virtual time`)
      this.#dispatch(event)
    }
  }

  /** Hires somebody new, who boots now. @throws Error if the name or the endpoint is taken. */
  hire(plan: PartyPlan<Request, Answer>): void {
    this.#world.staff.hire(this.#world.staff.enlist(plan))
  }

  /** Hires somebody back who is away. @throws Error if nobody has that name; so do the following. */
  hireBack(name: string, disk: DiskState = "kept"): void {
    this.#world.staff.hire(this.#world.party(name), disk)
  }

  fire(name: string): void {
    this.#world.staff.fire(this.#world.party(name))
  }

  layOff(name: string): void {
    this.#world.staff.layOff(this.#world.party(name))
  }

  pause(name: string): void {
    this.#world.staff.pause(this.#world.party(name))
  }

  resume(name: string): void {
    this.#world.staff.resume(this.#world.party(name))
  }

  /** Puts a fault on the timeline, or lets it wait for a note. @throws TypeError with a sentence if it is none. */
  plan(planned: TimelineFault): void {
    const parsed = parseTimelineFault(planned as unknown as Json)
    if (!parsed.ok) throw new TypeError(parsed.because)
    this.#world.storm.plan(planned)
  }

  /** Ends the fault of this name, if it lasts. */
  heal(id: string): void {
    this.#world.storm.heal(id)
  }

  /** Ends every fault that lasts: each writes its receipt. The run may go on. */
  healAll(): void {
    this.#world.storm.healAll()
  }

  /** Asks a node from outside the network, without a link. `answered` is called with every answer, perhaps at once. */
  request(name: string, request: Request, answered?: (answer: Answer) => void): void {
    this.#world.wires.outside(this.#world.party(name), request, answered)
  }

  /** Fires a timer by name, as an operator does, whether or not it is set. */
  fireTimer(name: string, timer: string): void {
    const party = this.#world.party(name)
    this.#world.turns.fireTimer(party, timer, -1 - party.requests)
  }

  /** The program that a node runs now; undefined while it is away. */
  program(name: string): unknown {
    return this.#world.party(name).program
  }

  #dispatch(event: AnyEvent<Request, Answer>): void {
    const { kernel, limits, storm, turns } = this.#world
    if (kernel.events > limits.eventsMax)
      return this.#world.found("too-many-events", event.receiver, `more than ${limits.eventsMax} events`)
    if (kernel.waiting > limits.eventsWaitingMax)
      return this.#world.found("too-many-waiting", event.receiver, `more than ${limits.eventsWaitingMax} events wait for their moment`)
    const party = event.receiver
    if (party === undefined) return storm.do(event.item as never)
    switch (event.kind) {
      case BOOT:
        this.#world.staff.hire(party)
        return
      case DURABLE:
        if (party.life === event.life && party.state !== "paused") turns.released(party)
        return
      case LEFT:
        if (party.life === event.life) {
          party.held.drain()
          this.#world.staff.left(party)
        }
        return
      case WAKE:
        return this.#wake(party, event)
      case ARRIVAL:
      case ODD_ARRIVAL:
        break
      default:
        if (party.life !== event.life) return
    }
    if (party.program === undefined || !turns.mustWait(party)) return this.#act(party, event)
    const isRequest = event.kind === ARRIVAL || event.kind === ODD_ARRIVAL
    if (isRequest && party.inbox.length >= limits.inboxMax) return this.#overflow(event)
    turns.queue(party, event)
  }

  #wake(party: Party<Request, Answer>, event: AnyEvent<Request, Answer>): void {
    if (party.life !== event.life) return
    const { kernel, turns } = this.#world
    party.wakesAt = -1
    while (party.state !== "paused" && party.busyUntil <= kernel.now && this.#world.finding === undefined) {
      const next = party.inbox.shift()
      if (next === undefined) return
      this.#act(party, next as AnyEvent<Request, Answer>)
    }
    turns.wakeLater(party)
  }

  #act(party: Party<Request, Answer>, event: AnyEvent<Request, Answer>): void {
    const { turns, wires } = this.#world
    switch (event.kind) {
      case ARRIVAL:
        return wires.arrivals.arrived(event.item as Exchange<Request, Answer>)
      case ODD_ARRIVAL:
        return wires.arrivals.arrivedOddly(event.item as never)
      case ANSWER:
        return wires.arrivals.heard(event.item as never)
      case ENDING:
        return wires.arrivals.unreachable(event.item as never)
      case TIMEOUT:
        return wires.arrivals.timedOut(event.item as Exchange<Request, Answer>)
      case TIMER:
        return turns.timers.due(party, event.item as Timer)
      case WORKED: {
        const { name, entry } = event.item as { readonly name: string; readonly entry: Order }
        return turns.works.done(party, name, entry)
      }
      case SESSION:
        return wires.sessions.tell(event.item as never)
      case FAULT:
        return
    }
  }

  /** Nobody has room for another request: the connection is closed. */
  #overflow(event: AnyEvent<Request, Answer>): void {
    const item = event.item as Exchange<Request, Answer> | { readonly exchange: Exchange<Request, Answer> }
    this.#world.wires.reset("exchange" in item ? item.exchange : item)
  }
}
