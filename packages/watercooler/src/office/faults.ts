/** Carries out one fault on real processes, and writes down that it began, how it ended and what it touched. */
import type { Fault } from "@watercooler/boss/faults"
import type { Receipt } from "@watercooler/kernel"
import type { Employee, Outcome } from "./employee.ts"
import type { Recorder } from "./recorder.ts"

/** A fault that was carried out or refused, as the summary tells it. */
export interface FaultLine {
  readonly id: string
  readonly kind: string
  readonly node: string
  readonly atMs: number
  readonly by: string
  readonly disk?: string
  readonly receipt: Receipt | null
  readonly because?: string
}

const nothing: Receipt = { processes: 0, connections: 0, messages: 0, bytes: 0 }

export class FaultDesk {
  readonly lines: FaultLine[] = []
  readonly #recorder: Recorder
  readonly #underWay = new Set<Promise<Outcome>>()
  #numbered = 0

  constructor(recorder: Recorder) {
    this.#recorder = recorder
  }

  carryOut(fault: Fault, employee: Employee, by: string, wantedId?: string): Promise<Outcome> {
    const outcome = this.#carryOut(fault, employee, by, wantedId).finally(() => this.#underWay.delete(outcome))
    this.#underWay.add(outcome)
    return outcome
  }

  /** Resolves when everything that was asked for has been carried out or refused. */
  async atRest(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  async #carryOut(fault: Fault, employee: Employee, by: string, wantedId: string | undefined): Promise<Outcome> {
    const id = wantedId ?? `${by}-${++this.#numbered}`
    const words = { ...fault }
    const atMs = Math.round(this.#recorder.now() / 1_000)
    this.#recorder.record({ type: "fault", what: "began", id, fault: words, by })
    const outcome = await act(fault, employee)
    const line = { id, kind: fault.kind, node: fault.node, atMs, by, ...(fault.kind === "hire" ? { disk: fault.disk } : {}) }
    if (outcome.done) {
      this.#recorder.record({ type: "fault", what: "ended", id, fault: words, by, receipt: outcome.receipt })
      this.lines.push({ ...line, receipt: outcome.receipt })
    } else {
      this.#recorder.record({ type: "fault", what: "refused", id, fault: words, by, receipt: nothing, because: outcome.because })
      this.lines.push({ ...line, receipt: null, because: outcome.because })
    }
    return outcome
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
