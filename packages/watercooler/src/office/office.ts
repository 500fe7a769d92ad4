/** An open office: everybody who works there, and what one can do to them. `open.ts` opens one; `storm.ts` is its day. */
import { type EventEmitter, once } from "node:events"
import { type Fault, isLinkFault, nodesOf, type Temper } from "@watercooler/boss/faults"
import type { NoteEvent } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import type { Control } from "./control.ts"
import type { Employee, Outcome, Surroundings } from "./employee.ts"
import { FaultDesk, type Started } from "./faults.ts"
import type { Feed } from "./feed.ts"
import type { RunFolder } from "./folder.ts"
import type { Clients, Helper } from "./helper.ts"
import type { KeptPorts } from "./kept-ports.ts"
import type { LastingFault } from "./lasting.ts"
import type { Manifest } from "./manifest.ts"
import { named } from "./names.ts"
import type { NetworkPlan } from "./network.ts"
import type { Upgrade } from "./post.ts"
import type { Recorder } from "./recorder.ts"
import type { OfficeEntry } from "./registry.ts"
import type { Timeline } from "./timeline.ts"
import type { Warden } from "./warden.ts"
import { CLIENTS, TRACKER, type Wiring } from "./wiring.ts"

export type Phase = "opening" | "storm" | "calm" | "closed"

export interface OfficeParts {
  readonly options: OfficeOptions
  readonly folder: RunFolder
  readonly plan: NetworkPlan
  readonly recorder: Recorder
  readonly warden: Warden
  readonly entry: OfficeEntry
  readonly manifest: Manifest
  /** Grows when somebody new is hired. */
  readonly employees: Employee[]
  readonly keptPorts: KeptPorts
  /** Ports that nobody has yet. */
  readonly sparePorts: number[]
  /** Where nodes may dial. */
  readonly dial: readonly string[]
  readonly around: Surroundings
  readonly token: string
  readonly runStartedNs: bigint
  readonly sauronUrl: string | undefined
  readonly sauron: Helper | undefined
  readonly boss: Helper | undefined
  readonly feed: Feed | undefined
  readonly changes: EventEmitter
  readonly wiring: Wiring
  /** Tells somebody of every note from now on. */
  readonly heard: (listener: (event: NoteEvent) => void) => void
}

export class Office {
  readonly parts: OfficeParts
  readonly desk: FaultDesk
  clients: Clients | undefined
  control: Control | undefined
  phase: Phase = "opening"
  /** Of a scenario. */
  timeline: Timeline | undefined
  /** In which the Boss is to be. */
  temper: Temper = "usual"
  /** Whom the Boss would rather harm than others, as of now. */
  likes: () => Promise<readonly string[]> = async () => []
  readyMs = 0
  /** Of a scenario whose storm somebody ended before its time: how long it lasted, and was to last, in milliseconds. */
  cutShort: { readonly afterMs: number; readonly ofMs: number } | undefined
  calmMs = 0
  /** Set when the storm is over and everybody is called back: whoever is new comes too late. */
  isCallingBack = false
  #stormBegan = 0
  /** Set when the office is to end at once: whoever waits for a change stops waiting. */
  #ended = false

  constructor(parts: OfficeParts) {
    this.parts = parts
    this.desk = new FaultDesk(parts.recorder, { wiring: parts.wiring, find: (name) => this.find(name) })
  }

  get honest(): readonly Employee[] {
    return this.parts.employees.filter((employee) => employee.party.honest)
  }

  /** Honest nodes that keep a chain. */
  get chained(): readonly Employee[] {
    return this.honest.filter((employee) => employee.party.kind !== "wall")
  }

  /** Who works here and is no node. */
  get helpers(): readonly Helper[] {
    return [this.parts.sauron, this.parts.boss, this.clients, this.parts.wiring.helper].flatMap((helper) => helper ?? [])
  }

  find(word: string): Employee | undefined {
    const name = named(
      word,
      this.parts.employees.map((employee) => employee.name),
    )
    return this.parts.employees.find((employee) => employee.name === name)
  }

  carryOut(fault: Fault, by: string, id?: string): Promise<Outcome> {
    const employee = this.find(fault.node)
    if (employee === undefined) return Promise.resolve({ done: false, because: `nobody here is named ${fault.node}` })
    if (this.phase === "closed") return Promise.resolve({ done: false, because: "the office is closed" })
    return this.desk.carryOut({ ...fault, node: employee.name }, employee, by, id)
  }

  /** `become`: from now on its position is another program's. */
  upgrade(upgrade: Upgrade, by: string, id: string, become: () => void): Promise<Outcome> {
    const employee = this.find(upgrade.node)
    if (employee === undefined) return Promise.resolve({ done: false, because: `nobody here is named ${upgrade.node}` })
    return this.desk.perform(upgrade, by, id, () => employee.replace(become))
  }

  /** Begins a fault that lasts. Nodes may be named in short. */
  async start(
    fault: LastingFault,
    by: string,
    options: { readonly id?: string | undefined; readonly forMs?: number | undefined },
  ): Promise<Started> {
    if (this.phase === "closed") return { done: false, because: "the office is closed" }
    const named = this.#namedInFull(fault)
    return typeof named === "string" ? { done: false, because: named } : this.desk.start(named, by, options)
  }

  #namedInFull(fault: LastingFault): LastingFault | string {
    const unknown = nodesOf(fault).find((name) => this.#fullName(name) === undefined)
    if (unknown !== undefined) return `nobody here is named ${unknown}`
    const full = (name: string) => this.#fullName(name) as string
    return isLinkFault(fault) ? { ...fault, from: fault.from.map(full), to: fault.to.map(full) } : { ...fault, node: full(fault.node) }
  }

  /** Links have ends that are no employees. */
  #fullName(word: string): string | undefined {
    return this.find(word)?.name ?? ([CLIENTS, TRACKER].includes(word) ? word : undefined)
  }

  /** `opening` and `storm` differ for the Boss only; the journal knows storm, calm and closed. */
  enter(phase: "storm" | "calm" | "closed"): void {
    if (phase === "storm") this.#stormBegan = performance.now()
    this.phase = phase
    this.parts.recorder.record({ type: "phase", phase })
    this.parts.changes.emit("change")
  }

  get stormElapsedMs(): number {
    return this.phase === "opening" ? 0 : Math.floor(performance.now() - this.#stormBegan)
  }

  /** Waits until something is so, looking whenever somebody has changed. False when it was not so in time. */
  async until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    const patience = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)))
    while (!isSo()) {
      if (patience.aborted || this.#ended) return false
      await once(this.parts.changes, "change", { signal: patience }).catch(() => undefined)
    }
    return true
  }

  get isEnded(): boolean {
    return this.#ended
  }

  end(): void {
    this.#ended = true
    this.parts.changes.emit("change")
  }
}
