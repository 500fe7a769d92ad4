/** Faults, from their plan to their receipts: begins each at its moment, lays its rules upon the links, and undoes it when its time is over. */
import {
  type AnyFault,
  concerns,
  isAwaited,
  isAwaitedMessage,
  isLinkFault,
  type LinkFault,
  type LiveRule,
  type TimelineFault,
  Weather,
} from "@watercooler/boss/faults"
import { hashText, type Note, type Receipt } from "@watercooler/kernel"
import { FAULT } from "../happenings.ts"
import { RANKS } from "../queue/event.ts"
import type { Link } from "../wire/link.ts"
import type { World } from "../world.ts"
import { LiveFault } from "./live-fault.ts"
import { beginNodeFault } from "./node-faults.ts"

/** Something to be done about a fault, as an event. */
interface Deed {
  readonly planned: TimelineFault
  /** The fault that is to end; undefined if one is to begin. */
  readonly live: LiveFault | undefined
}

interface Waiting {
  readonly planned: Extract<TimelineFault, { readonly when: unknown }>
  left: number
}

/** One moment in the life of a fault, for whoever draws or judges it. */
export interface FaultReceipt {
  readonly id: string
  readonly fault: AnyFault
  readonly beganAt: number
  readonly receipt: Receipt
}

export class Storm<Request, Answer> {
  readonly #world: World<Request, Answer>
  readonly #weather: Weather<LiveFault>
  readonly #live = new Set<LiveFault>()
  readonly #waiting = new Map<string, Waiting[]>()
  /** Those that wait for a request. */
  readonly #listening: Waiting[] = []
  readonly receipts: FaultReceipt[] = []

  constructor(world: World<Request, Answer>) {
    this.#world = world
    this.#weather = new Weather(world.options.links ?? {}, world.options.rules)
  }

  /** Puts a fault on the timeline. Moments that have passed are now. */
  plan(planned: TimelineFault): void {
    const { kernel, scribe } = this.#world
    scribe.fault("planned", planned.id, planned.fault)
    if ("when" in planned) {
      const waiting = { planned, left: planned.when.count ?? 1 }
      if ("sends" in planned.when) this.#listening.push(waiting)
      else this.#waiting.set(planned.when.note, [...(this.#waiting.get(planned.when.note) ?? []), waiting])
    } else this.#push(Math.max(kernel.now, planned.atUs), planned, undefined)
  }

  /** A node has noted something: perhaps a fault waits for it. */
  noted(node: string, note: Note): void {
    if (this.#waiting.size === 0) return
    for (const waiting of this.#waiting.get(note.note) ?? []) if (isAwaited(waiting.planned.when, node, note)) this.#count(waiting)
  }

  /** Whether anybody wants to hear of requests: finding out their routes has its price. */
  get isListening(): boolean {
    return this.#listening.length > 0
  }

  /** A node has sent a request: perhaps a fault waits for it. */
  sent(from: string, to: string, route: string): void {
    for (const waiting of this.#listening) {
      const { when } = waiting.planned
      if ("sends" in when && isAwaitedMessage(when, from, to, route)) this.#count(waiting)
    }
  }

  #count(waiting: Waiting): void {
    if (waiting.left === 0) return
    waiting.left--
    if (waiting.left === 0) this.#push(this.#world.kernel.now + waiting.planned.afterUs, waiting.planned, undefined)
  }

  /** An event of this storm. */
  do({ planned, live }: Deed): void {
    if (live === undefined) this.begin(planned)
    else this.end(live)
  }

  /** Begins a fault now. */
  begin(planned: TimelineFault): LiveFault {
    const { kernel, scribe } = this.#world
    const { fault, forUs, id } = planned
    const live = new LiveFault(planned, kernel.now)
    scribe.fault("began", id, fault)
    this.#live.add(live)
    const isOver = isLinkFault(fault) ? this.#beginOnLinks(live, fault, forUs) : beginNodeFault(this.#world, live, fault, forUs)
    if (isOver) this.end(live)
    else if (forUs !== undefined) this.#push(kernel.now + forUs, planned, live)
    return live
  }

  /** Ends a fault, if it lasts, and writes its receipt. */
  end(live: LiveFault): void {
    if (live.isOver) return
    live.isOver = true
    this.#live.delete(live)
    const { id, fault } = live.planned
    this.#weather.end(live)
    live.undo?.()
    for (const deliver of live.stalled.splice(0)) deliver()
    this.receipts.push({ id, fault, beganAt: live.beganAt, receipt: live.receipt })
    this.#world.scribe.fault("ended", id, fault, { receipt: live.receipt })
  }

  /** Ends the fault of this name, if it lasts. */
  heal(id: string): void {
    for (const live of [...this.#live]) if (live.planned.id === id) this.end(live)
  }

  /** Everything that lasts ends, as at the end of a storm; what waits for a note waits no longer. */
  healAll(): void {
    for (const live of [...this.#live]) this.end(live)
    this.#waiting.clear()
    this.#listening.length = 0
  }

  /** What a link's rules are now. */
  rulesOf(link: Link<Request, Answer>, to: string): readonly LiveRule<LiveFault>[] {
    const { version } = this.#weather
    if (link.rulesOf === version) return link.rules
    link.rules = this.#weather.rulesFor(link.from.name, to)
    link.rulesOf = version
    return link.rules
  }

  #beginOnLinks(live: LiveFault, fault: LinkFault, forUs: number | undefined): boolean {
    if (fault.kind === "heal") {
      for (const other of this.#weather.healedBy(fault)) live.connections.add(other) && this.end(other)
      return true
    }
    if (fault.kind === "reset") {
      this.#resetAll(live, fault)
      if (forUs === undefined) return true
    }
    this.#weather.begin(live.planned.id, fault, live)
    return false
  }

  /** The connections of these links that are open now end. */
  #resetAll(live: LiveFault, fault: LinkFault): void {
    for (const party of this.#world.parties.values()) {
      for (const asked of party.asked.values()) {
        if (!("asker" in asked) || asked.isOver || !concerns(fault, asked.asker.name, party.name)) continue
        live.touch(asked, 0)
        this.#world.wires.reset(asked)
      }
    }
  }

  /** Ends come before beginnings of the same moment; apart from that, names decide. */
  #push(at: number, planned: TimelineFault, live: LiveFault | undefined): void {
    const word = hashText(planned.id, 11)
    const order = (word >>> 1) | (live === undefined ? 0x80000000 : 0)
    this.#world.push(at, RANKS.fault, undefined, order, word, FAULT, { planned, live } satisfies Deed, 0)
  }
}
