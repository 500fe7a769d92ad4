/** Carries out faults on real processes and wires, and writes down that each began, how it ended and what it touched. */
import { type AnyFault, describeEnds, type Fault } from "@watercooler/boss/faults"
import type { FaultEvent, Receipt } from "@watercooler/kernel"
import type { Employee, Outcome } from "./employee.ts"
import { beginLasting, type Hands, isMomentary, type LastingFault, type UnderWay } from "./lasting.ts"
import type { Upgrade } from "./post.ts"
import type { Recorder } from "./recorder.ts"

/** A fault that was carried out, is under way, or was refused, as the summary tells it. */
export interface FaultLine {
  readonly id: string
  readonly kind: string
  /** Whom it was done to; of links, both ends. */
  readonly node: string
  readonly atMs: number
  readonly by: string
  readonly disk?: string
  /** Of an upgrade: it was the way back. */
  readonly back?: true
  /** Null as long as it lasts, and of what was refused. */
  readonly receipt: Receipt | null
  /** When it was over, of a fault that lasts. */
  readonly untilMs?: number
  readonly because?: string
}

/** A fault that lasts has begun, or was refused; `over`: its receipt, once it has ended. */
export type Started =
  | { readonly done: true; readonly id: string; readonly over: Promise<Receipt> }
  | { readonly done: false; readonly because: string }

type Ended = Pick<FaultEvent, "cutShort">
type DeskFault = AnyFault | Upgrade

const nothing: Receipt = { processes: 0, connections: 0, messages: 0, bytes: 0 }

export class FaultDesk {
  readonly #lines = new Map<string, FaultLine>()
  readonly #recorder: Recorder
  readonly #hands: Hands
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #lasting = new Map<string, UnderWay>()
  #numbered = 0
  /** The storm is over, and so is whatever lasts. */
  #isClosing = false

  constructor(recorder: Recorder, hands: Hands) {
    this.#recorder = recorder
    this.#hands = hands
  }

  /** In the order in which they began. */
  get lines(): readonly FaultLine[] {
    return [...this.#lines.values()]
  }

  /** Names of those under way. */
  get lasting(): readonly string[] {
    return [...this.#lasting.keys()]
  }

  carryOut(fault: Fault, employee: Employee, by: string, wantedId?: string): Promise<Outcome> {
    return this.perform(fault, by, wantedId, () => act(fault, employee))
  }

  /** Whatever is done at once, and by whom. */
  perform(fault: DeskFault, by: string, wantedId: string | undefined, perform: () => Promise<Outcome>): Promise<Outcome> {
    return this.#watch(this.#perform(fault, by, wantedId, perform))
  }

  /** Begins a fault that lasts until it is ended, or for so long. */
  start(
    fault: LastingFault,
    by: string,
    { id, forMs }: { readonly id?: string | undefined; readonly forMs?: number | undefined } = {},
  ): Promise<Started> {
    return this.#watch(this.#start(fault, by, id, forMs))
  }

  /** A fault of which nobody could say whom it is to hit: it is written down, and has touched nothing. */
  missed(fault: DeskFault, by: string, id: string, because: string): void {
    this.#refused(this.#begin(fault, by, id), fault, because)
  }

  /** Ends the lasting fault of this name. False if there is none. */
  end(id: string): boolean {
    const underWay = this.#lasting.get(id)
    underWay?.end()
    return underWay !== undefined
  }

  /** The storm is over: ends whatever lasts. Resolves when all receipts are written. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.endAll()
  }

  /** Ends whatever lasts; resolves when all receipts are written. */
  async endAll(): Promise<void> {
    await this.atRest()
    const all = [...this.#lasting.values()]
    for (const underWay of all) underWay.end()
    await Promise.all(all.map(({ over }) => over))
    await this.atRest()
  }

  /** Resolves when everything that was asked for has begun, been carried out or been refused. */
  async atRest(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  #watch<T>(act: Promise<T>): Promise<T> {
    const watched: Promise<T> = act.finally(() => this.#underWay.delete(watched))
    this.#underWay.add(watched)
    return watched
  }

  #begin(fault: DeskFault, by: string, wantedId: string | undefined): FaultLine {
    const id = wantedId ?? `${by}-${++this.#numbered}`
    const line = this.#lineOf(id, fault, by)
    this.#recorder.record({ type: "fault", what: "began", id, fault: { ...fault }, by })
    this.#lines.set(id, line)
    return line
  }

  #lineOf(id: string, fault: DeskFault, by: string): FaultLine {
    const disk = fault.kind === "hire" ? { disk: fault.disk } : {}
    const back = fault.kind === "upgrade" && fault.back === true ? { back: fault.back } : {}
    const ends = fault.kind === "upgrade" ? fault.node : describeEnds(fault)
    return { id, kind: fault.kind, node: ends, atMs: this.#nowMs, by, ...disk, ...back, receipt: null }
  }

  #ended(line: FaultLine, fault: DeskFault, receipt: Receipt, { cutShort, ...extra }: Partial<FaultLine> & Ended = {}): void {
    const early = cutShort === true ? { cutShort } : {}
    this.#recorder.record({ type: "fault", what: "ended", id: line.id, fault: { ...fault }, by: line.by, receipt, ...early })
    this.#lines.set(line.id, { ...line, receipt, ...extra })
  }

  #refused(line: FaultLine, fault: DeskFault, because: string): void {
    this.#recorder.record({ type: "fault", what: "refused", id: line.id, fault: { ...fault }, by: line.by, receipt: nothing, because })
    this.#lines.set(line.id, { ...line, because })
  }

  async #perform(fault: DeskFault, by: string, wantedId: string | undefined, perform: () => Promise<Outcome>): Promise<Outcome> {
    const line = this.#begin(fault, by, wantedId)
    const outcome = await perform()
    if (outcome.done) this.#ended(line, fault, outcome.receipt)
    else this.#refused(line, fault, outcome.because)
    return outcome
  }

  /** Written down as begun when it has, and not before: the first fault of a link has to wait for the switchboard. */
  async #start(fault: LastingFault, by: string, wantedId: string | undefined, forMs: number | undefined): Promise<Started> {
    const id = wantedId ?? `${by}-${++this.#numbered}`
    const begun = await beginLasting(this.#hands, id, fault, !isMomentary(fault) || forMs !== undefined)
    if (!begun.done) {
      this.#refused(this.#lineOf(id, fault, by), fault, begun.because)
      return begun
    }
    const line = this.#begin(fault, by, id)
    const { underWay } = begun
    this.#lasting.set(id, underWay)
    const timer = forMs === undefined ? undefined : setTimeout(() => underWay.end(), forMs)
    const over = this.#watchOver(underWay, line, fault, forMs).finally(() => clearTimeout(timer))
    if (isMomentary(fault) && forMs === undefined) await over
    return { done: true, id, over }
  }

  async #watchOver(underWay: UnderWay, line: FaultLine, fault: LastingFault, forMs: number | undefined): Promise<Receipt> {
    const receipt = await underWay.over
    this.#lasting.delete(line.id)
    const untilMs = this.#nowMs
    const isEarly = this.#isClosing && forMs !== undefined && untilMs < line.atMs + forMs
    this.#ended(line, fault, receipt, isEarly ? { untilMs, cutShort: true } : { untilMs })
    return receipt
  }

  get #nowMs(): number {
    return Math.round(this.#recorder.now() / 1_000)
  }
}

function act(fault: Fault, employee: Employee): Promise<Outcome> {
  switch (fault.kind) {
    case "fire":
      return employee.fire()
    case "layoff":
      return employee.layoff()
    case "pause":
      return employee.pause()
    case "resume":
      return employee.resume()
    case "hire":
      return employee.hire(fault.disk)
  }
}
