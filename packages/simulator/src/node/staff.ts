/** Who works here: hires, fires, lays off, pauses, and finds disks as they were left. */
import type { Disk as DiskState } from "@watercooler/boss/faults"
import { hashText, type Json } from "@watercooler/kernel"
import { ARRIVAL, LEFT } from "../happenings.ts"
import { RANKS } from "../queue/event.ts"
import { Exchange } from "../wire/exchange.ts"
import { bytesOf } from "../wire/letter.ts"
import type { World } from "../world.ts"
import { Party, type PartyPlan } from "./party.ts"

/** What somebody's departure or return has touched. */
export interface Touched {
  readonly processes: number
  readonly connections: number
  /** Inputs that nobody will hear. */
  readonly messages: number
  /** Records that were lost. */
  readonly records: number
}

export const NOBODY: Touched = { processes: 0, connections: 0, messages: 0, records: 0 }

/** As the host's: how long goodbyes may take. */
const LEAVE_US_MAX = 1_000_000
const LEAVING = hashText("leaving", 7)
const BOOT = hashText("boot", 7)

export class Staff<Request, Answer> {
  readonly #world: World<Request, Answer>

  constructor(world: World<Request, Answer>) {
    this.#world = world
  }

  /** Somebody who was never here: known from now on, and not at work yet. */
  enlist(plan: PartyPlan<Request, Answer>): Party<Request, Answer> {
    const { byEndpoint, parties } = this.#world
    if (parties.has(plan.name)) throw new Error(`${plan.name} is here already`)
    const lodger = byEndpoint.get(plan.endpoint)
    if (lodger !== undefined) throw new Error(`${plan.name} cannot live at ${plan.endpoint}: ${lodger.name} does`)
    const party = new Party<Request, Answer>(plan)
    parties.set(plan.name, party)
    byEndpoint.set(plan.endpoint, party)
    return party
  }

  /** Starts a node that is away. What it finds on its disk is up to `disk`. */
  hire(party: Party<Request, Answer>, state: DiskState = "kept"): Touched {
    if (party.state !== "away") return NOBODY
    const { kernel, scribe } = this.#world
    const { disk } = party
    scribe.process("hired", party.name, state === "kept" ? {} : { disk: state })
    let dropped: readonly Json[] = []
    let records = 0
    if (state === "wiped") records = disk.wipe()
    else if (state === "rotten") dropped = disk.rot()
    party.life++
    party.state = "up"
    party.bootedAt = kernel.now
    party.program = party.plan.create()
    records += dropped.length
    if (state === "torn" || dropped.length > 0) this.#noteDamage(party, state, dropped)
    const { snapshot, first, count } = disk
    const boot = {
      kind: "boot",
      snapshot,
      records: disk.records(),
      recordsFrom: first,
      recordCount: count,
      damaged: state === "torn" || dropped.length > 0,
    } as const
    this.#world.turns.step(party, boot, BOOT, party.life)
    scribe.process("ready", party.name)
    return { processes: 1, connections: 0, messages: 0, records: records + (state === "torn" ? 1 : 0) }
  }

  /** SIGKILL: nothing is flushed, nobody is told, but whoever waits for an answer finds the connection closed. */
  fire(party: Party<Request, Answer>): Touched {
    if (party.state === "away") return NOBODY
    this.#world.scribe.process("fired", party.name, { signal: "SIGKILL" })
    return this.#gone(party)
  }

  /** SIGTERM: it says goodbye, waits for the answers for a moment, and is gone. */
  layOff(party: Party<Request, Answer>): Touched {
    if (party.state === "paused") this.resume(party)
    if (party.state !== "up") return NOBODY
    const { kernel, scribe, turns } = this.#world
    scribe.process("laid-off", party.name, { signal: "SIGTERM" })
    turns.step(party, { kind: "leaving" }, LEAVING, party.life)
    party.state = "leaving"
    this.#world.push(kernel.now + LEAVE_US_MAX, RANKS.wake, party, LEAVING, party.life, LEFT, undefined, party.life)
    if (party.underWay === 0 && party.waiting.length === 0 && party.held.length === 0) this.left(party)
    return { processes: 1, connections: party.asked.size, messages: party.inbox.length, records: 0 }
  }

  /** Its goodbyes are said, or took too long. */
  left(party: Party<Request, Answer>): void {
    if (party.state !== "leaving" || party.held.length > 0) return
    this.#world.scribe.process("ended", party.name, { exitCode: 0 })
    this.#gone(party)
  }

  /** The node fell over by itself. */
  end(party: Party<Request, Answer>, _because: string): void {
    this.#world.scribe.process("ended", party.name, { exitCode: 1 })
    this.#gone(party)
  }

  /** SIGSTOP: its port accepts, and nobody answers. */
  pause(party: Party<Request, Answer>): Touched {
    if (party.state !== "up") return NOBODY
    party.state = "paused"
    this.#world.scribe.process("paused", party.name)
    return { ...NOBODY, processes: 1 }
  }

  /** SIGCONT: whatever came meanwhile is heard now, in the order in which it came. */
  resume(party: Party<Request, Answer>): Touched {
    if (party.state !== "paused") return NOBODY
    party.state = "up"
    this.#world.scribe.process("resumed", party.name)
    const messages = party.inbox.length
    this.#world.turns.released(party)
    this.#world.turns.wakeLater(party)
    return { ...NOBODY, processes: 1, messages }
  }

  #gone(party: Party<Request, Answer>): Touched {
    const { kernel, wires } = this.#world
    const asked = [...party.asked.values()].filter((each) => each instanceof Exchange && !each.isOver).length
    const unheard = party.inbox.drain()
    const messages = unheard.length + party.held.length
    wires.hangUp(party)
    for (const { kind, item } of unheard) if (kind === ARRIVAL) wires.hangUpOn(item as Exchange<Request, Answer>)
    wires.sessions.hangUp(party)
    const connections = asked + party.underWay
    party.forget()
    return { processes: 1, connections, messages, records: party.disk.crash(kernel.now) }
  }

  /** As the host says it when it opens a damaged store. */
  #noteDamage(party: Party<Request, Answer>, disk: DiskState, dropped: readonly Json[]): void {
    const bytes = dropped.reduce<number>((sum, record) => sum + bytesOf(JSON.stringify(record)), 0)
    const fact = { note: "disk-damaged", disk, dropped: Math.max(1, dropped.length), bytes, kept: party.disk.count }
    this.#world.scribe.note(party.name, 0, fact)
    this.#world.storm.noted(party.name, fact)
  }
}
