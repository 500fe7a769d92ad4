/** One scenario in virtual time, from the first boot to the verdict. The same plan gives the same run, to the last effect. */
import type { TimelineFault } from "@watercooler/boss/faults"
import type { FinalState, Verdict } from "@watercooler/judge"
import type { JournalEvent, Party } from "@watercooler/kernel"
import type { FaultReceipt, Finding, Stats } from "@watercooler/simulator"
import type { ScenarioPlan } from "../scenario/index.ts"
import { VirtualDay } from "./day.ts"
import { openGuard } from "./guard.ts"
import { Stage, type StageOptions } from "./stage.ts"

export type SimulateOptions = Omit<StageOptions, "around">

export interface Simulated {
  readonly fingerprint: string
  readonly judgement: Verdict
  readonly parties: readonly Party[]
  readonly finals: readonly FinalState[]
  /** How often each node was hired again. */
  readonly restarts: ReadonlyMap<string, number>
  readonly events: readonly JournalEvent[]
  readonly receipts: readonly FaultReceipt[]
  /** All faults as explicit entries of the timeline: the scenario's own, and what the Boss has drawn. */
  readonly timeline: readonly TimelineFault[]
  readonly finding: Finding | undefined
  readonly stats: Stats
  /** Virtual microseconds. */
  readonly virtualUs: number
  readonly readyUs: number
  readonly calmUs: number
}

export function simulate(plan: ScenarioPlan, options: SimulateOptions): Simulated {
  using guard = openGuard()
  const stage = new Stage(plan, { ...options, around: guard.around })
  const { chronicle, net } = stage
  const day = new VirtualDay(stage)
  const readyUs = day.open()
  day.beginStorm()
  day.pass(plan.stormUs)
  const calmUs = day.becomeCalm()
  const virtualUs = net.now
  const finals = day.finals()
  day.close()
  return {
    fingerprint: net.fingerprint,
    judgement: day.judge(finals),
    parties: stage.cast.parties,
    finals,
    restarts: new Map(stage.cast.parties.map(({ name }) => [name, Math.max(0, chronicle.standingOf(name).restarts)])),
    events: chronicle.events,
    receipts: net.receipts,
    timeline: [...plan.faults, ...(day.boss?.drawn ?? [])],
    finding: net.finding,
    stats: net.stats,
    virtualUs,
    readyUs,
    calmUs,
  }
}
