/** One node of a simulated network: its program, its disk and clock, and everything of it that is open. */
import { type Effect, type Endpoint, type HttpCodec, hashText, type Job, type Json, type NodeProgram } from "@watercooler/kernel"
import type { SimEvent } from "../queue/event.ts"
import { Fifo } from "../queue/fifo.ts"
import type { Aside, Exchange } from "../wire/exchange.ts"
import type { Link } from "../wire/link.ts"
import { Clock } from "./clock.ts"
import { Disk } from "./disk.ts"

/** Who is to be simulated. */
export interface PartyPlan<Request, Answer> {
  readonly name: string
  readonly endpoint: Endpoint
  /** A fresh program, for every boot. */
  readonly create: () => NodeProgram<Request, Answer>
  /** Needed for raw bytes, corruption, and the routes and sizes of messages; without it, all of those are garbage or nothing. */
  readonly codec?: HttpCodec<Request, Answer>
  readonly jobs?: Readonly<Record<string, Job>>
  /** How fast it works, in relation to the others. */
  readonly power?: number
  /** Whether its program is told of sessions. The host tells none. */
  readonly sessions?: boolean
  /** When it is hired, virtual microseconds. Only for those who are there from the beginning of a run. */
  readonly hiredAtUs?: number
}

export interface Timer {
  readonly name: string
  /** Due, virtual microseconds; negative when it is not set. */
  due: number
  /** When the earliest event for it comes: a timer that was moved away needs no other. */
  eventAt: number
  /** How often it was due: keys the luck of its turns. */
  fired: number
}

export interface Order {
  readonly job: string
  readonly order: Json
  readonly result: Json | undefined
  readonly a: number
  readonly b: number
}

/** An effect that waits for what was written before it. */
export interface Held<Request, Answer> {
  readonly untilUs: number
  readonly effect: Effect<Request, Answer>
}

export type PartyState = "away" | "up" | "paused" | "leaving"

export class Party<Request, Answer> {
  readonly plan: PartyPlan<Request, Answer>
  readonly name: string
  /** Its name in numbers. */
  readonly a: number
  readonly b: number
  readonly disk = new Disk()
  readonly clock = new Clock()
  program: NodeProgram<Request, Answer> | undefined
  state: PartyState = "away"
  /** Counts boots and departures: what belongs to an earlier life is void. */
  life = 0
  bootedAt = 0
  /** Everything takes so many times as long. */
  slow = 1

  readonly timers = new Map<string, Timer>()
  readonly orders = new Map<string, Order>()
  readonly links = new Map<Endpoint, Link<Request, Answer>>()
  /** Requests it was asked and has not answered. */
  readonly asked = new Map<number, Exchange<Request, Answer> | Aside<Request, Answer>>()
  requests = 0
  /** How often it was asked from outside the network. */
  asides = 0
  /** Its own requests: how many are under way, and which wait for their turn. */
  underWay = 0
  waiting: Exchange<Request, Answer>[] = []
  /** Inputs that wait until it is neither busy nor paused. */
  readonly inbox = new Fifo<SimEvent<Party<Request, Answer>, unknown>>()
  busyUntil = 0
  /** Effects that wait until this moment, and those that do already. */
  barrierUntil = 0
  readonly held = new Fifo<Held<Request, Answer>>()
  wakesAt = -1

  instantAt = -1
  instantSteps = 0
  /** What it was told last. */
  readonly lately: string[] = []
  /** How many turns it has taken with a bent clock or a slowed processor, for receipts. */
  bentTurns = 0
  slowTurns = 0
  recordsWritten = 0

  constructor(plan: PartyPlan<Request, Answer>) {
    this.plan = plan
    this.name = plan.name
    this.a = hashText(plan.name, 0x243f6a88)
    this.b = hashText(plan.name, 0x13198a2e)
  }

  /** Nothing of this life goes on. */
  forget(): void {
    this.life++
    this.program = undefined
    this.state = "away"
    this.timers.clear()
    this.orders.clear()
    this.asked.clear()
    this.underWay = 0
    this.waiting = []
    this.inbox.drain()
    this.held.drain()
    this.busyUntil = this.barrierUntil = 0
    this.wakesAt = -1
    for (const link of this.links.values()) link.underWay = 0
  }
}
