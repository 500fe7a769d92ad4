/** One scenario in virtual time, from the first boot to the verdict. The same plan gives the same run, to the last effect. */
import type { TimelineFault } from "@watercooler/boss/faults"
import { type FinalState, judge, type Verdict } from "@watercooler/judge"
import type { JournalEvent, Json, Party } from "@watercooler/kernel"
import { catalogue } from "@watercooler/shit-node"
import { describeFinding, type FaultReceipt, type Finding, type Stats } from "@watercooler/simulator"
import { clocksOf } from "../office/timeline.ts"
import type { ScenarioPlan } from "../scenario/index.ts"
import { finalsOf } from "./asking.ts"
import { VirtualBoss } from "./boss.ts"
import { becomeCalm } from "./calm.ts"
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

const READY_US_MAX = 30_000_000

export function simulate(plan: ScenarioPlan, options: SimulateOptions): Simulated {
  using guard = openGuard()
  const stage = new Stage(plan, { ...options, around: guard.around })
  const { chronicle, net } = stage

  stage.runUntil(() => isReady(stage), READY_US_MAX)
  const readyUs = net.now
  const boss = plan.boss === undefined ? undefined : new VirtualBoss(plan.seed, plan.boss)
  storm(stage, boss)
  const calmUs = net.finding === undefined ? becomeCalm(stage, plan.calmUsMax) : 0
  const virtualUs = net.now
  const finals = net.finding === undefined ? finalsOf(net, stage.chained, (name) => isUp(stage, name)) : []
  chronicle.record({ type: "phase", phase: "closed" })
  return {
    fingerprint: net.fingerprint,
    judgement: judged(stage, finals),
    parties: stage.cast.parties,
    finals,
    restarts: new Map(stage.cast.parties.map(({ name }) => [name, Math.max(0, chronicle.standingOf(name).restarts)])),
    events: chronicle.events,
    receipts: net.receipts,
    timeline: [...plan.faults, ...(boss?.drawn ?? [])],
    finding: net.finding,
    stats: net.stats,
    virtualUs,
    readyUs,
    calmUs,
  }
}

/** Everybody has met somebody, and knows that it has caught up. */
function isReady({ cast, chronicle }: Stage): boolean {
  const full = cast.parties.filter(({ kind }) => kind !== "wall")
  return full.every(({ name, honest }) => {
    const { peers, settled } = chronicle.standingOf(name)
    return (peers.size > 0 || full.length === 1) && (settled || !honest)
  })
}

/** The workload, the timeline and the Boss, until the storm is over. */
function storm(stage: Stage, boss: VirtualBoss | undefined): void {
  const { cast, chronicle, net, plan } = stage
  stage.stormBegan = net.now
  chronicle.record({ type: "phase", phase: "storm" })
  for (const clock of clocksOf(plan.nodes)) stage.planFault(clock)
  for (const fault of plan.faults) stage.planFault(fault)
  const { clients } = cast
  if (clients !== undefined) net.hire(clients)
  stage.hasClients = clients !== undefined

  const payments = [...plan.workload.payments].sort((a, b) => a.atUs - b.atUs)
  let bossAtUs = boss === undefined ? Number.POSITIVE_INFINITY : 0
  const end = stage.stormBegan + plan.stormUs
  while (net.finding === undefined) {
    const nextUs = stage.stormBegan + Math.min(bossAtUs, payments[0]?.atUs ?? Number.POSITIVE_INFINITY)
    net.run(Math.max(0, Math.min(nextUs, end) - net.now))
    if (nextUs >= end) return
    for (let due = payments[0]; due !== undefined && due.atUs <= net.now - stage.stormBegan; due = payments[0]) {
      payments.shift()
      net.request(due.from, { kind: "transfer", to: cast.party(due.to).key, amount: due.amount })
    }
    if (boss !== undefined && bossAtUs <= net.now - stage.stormBegan) bossAtUs = letAct(stage, boss)
  }
}

/** Returns when the Boss wants to be asked again, microseconds of the storm. */
function letAct(stage: Stage, boss: VirtualBoss): number {
  for (;;) {
    const decision = boss.decide(stage.view)
    if ("untilMs" in decision) return decision.untilMs * 1_000
    stage.net.plan({ ...decision.fault, atUs: stage.net.now } as TimelineFault)
    stage.net.run(0)
  }
}

function isUp({ net }: Stage, name: string): boolean {
  return net.nodes.some((node) => node.name === name && node.state === "up")
}

function judged({ cast, chronicle, crypto, net, plan }: Stage, finals: readonly FinalState[]): Verdict {
  const { finding } = net
  if (finding !== undefined) return brokenBy(finding)
  return judge({
    events: chronicle.events,
    journalGaps: 0,
    finals,
    rules: cast.rules as unknown as Json,
    misdeeds: catalogue,
    crypto,
    ...(plan.checks === undefined ? {} : { asked: plan.checks }),
  })
}

/** A node that breaks, or that goes round in circles, is as bad among processes, where it falls over. */
function brokenBy(finding: Finding): Verdict {
  const detail = describeFinding(finding)
  const check = { name: "nobody-falls-over", phase: "always", result: "violated", detail } as const
  return { verdict: "violated", detail: `nobody-falls-over: ${detail}`, checks: [check] }
}
