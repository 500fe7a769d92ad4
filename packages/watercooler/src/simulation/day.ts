/** A day of a simulated office, hour by hour: whoever lives it decides how long its storm is. `simulate.ts` lives it as a scenario says. */
import type { TimelineFault } from "@watercooler/boss/faults"
import { type FinalState, judge, type Verdict } from "@watercooler/judge"
import type { Json } from "@watercooler/kernel"
import { catalogue } from "@watercooler/shit-node"
import { describeFinding, type Finding } from "@watercooler/simulator"
import { clocksOf } from "../office/timeline.ts"
import { finalsOf } from "./asking.ts"
import { VirtualBoss } from "./boss.ts"
import { becomeCalm } from "./calm.ts"
import type { Stage } from "./stage.ts"

const READY_US_MAX = 30_000_000

export class VirtualDay {
  readonly stage: Stage
  readonly boss: VirtualBoss | undefined
  readonly #payments: { readonly atUs: number; readonly from: string; readonly to: string; readonly amount: number }[]
  #bossAtUs: number

  constructor(stage: Stage) {
    const { boss, seed, workload } = stage.plan
    this.stage = stage
    this.boss = boss === undefined ? undefined : new VirtualBoss(seed, boss)
    this.#bossAtUs = boss === undefined ? Number.POSITIVE_INFINITY : 0
    this.#payments = [...workload.payments].sort((a, b) => a.atUs - b.atUs)
  }

  /** Until everybody has met somebody. Returns when that was, virtual microseconds. */
  open(): number {
    this.stage.runUntil(() => isReady(this.stage), READY_US_MAX)
    return this.stage.net.now
  }

  beginStorm(): void {
    const { cast, chronicle, net, plan } = this.stage
    this.stage.stormBegan = net.now
    chronicle.record({ type: "phase", phase: "storm" })
    for (const clock of clocksOf(plan.nodes)) this.stage.planFault(clock)
    for (const fault of plan.faults) this.stage.planFault(fault)
    const { clients } = cast
    if (clients !== undefined) net.hire(clients)
    this.stage.hasClients = clients !== undefined
  }

  /** The workload, the timeline and the Boss, for so long. */
  pass(us: number): void {
    const { cast, net, stormBegan } = this.stage
    const end = net.now + us
    while (net.finding === undefined) {
      const nextUs = stormBegan + Math.min(this.#bossAtUs, this.#payments[0]?.atUs ?? Number.POSITIVE_INFINITY)
      net.run(Math.max(0, Math.min(nextUs, end) - net.now))
      if (nextUs >= end) return
      for (let due = this.#payments[0]; due !== undefined && due.atUs <= net.now - stormBegan; due = this.#payments[0]) {
        this.#payments.shift()
        net.request(due.from, { kind: "transfer", to: cast.party(due.to).key, amount: due.amount })
      }
      if (this.boss !== undefined && this.#bossAtUs <= net.now - stormBegan) this.#bossAtUs = this.#letAct(this.boss)
    }
  }

  /** Returns how long it took, virtual microseconds. */
  becomeCalm(): number {
    const { net, plan } = this.stage
    return net.finding === undefined ? becomeCalm(this.stage, plan.calmUsMax) : 0
  }

  finals(): readonly FinalState[] {
    const { chained, net } = this.stage
    return net.finding === undefined ? finalsOf(net, chained, (name) => isUp(this.stage, name)) : []
  }

  close(): void {
    this.stage.chronicle.record({ type: "phase", phase: "closed" })
  }

  judge(finals: readonly FinalState[]): Verdict {
    const { cast, chronicle, crypto, net, plan } = this.stage
    if (net.finding !== undefined) return brokenBy(net.finding)
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

  /** Returns when the Boss wants to be asked again, microseconds of the storm. */
  #letAct(boss: VirtualBoss): number {
    const { net } = this.stage
    for (;;) {
      const decision = boss.decide(this.stage.view)
      if ("untilMs" in decision) return decision.untilMs * 1_000
      net.plan({ ...decision.fault, atUs: net.now } as TimelineFault)
      net.run(0)
    }
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

export function isUp({ net }: Stage, name: string): boolean {
  return net.nodes.some((node) => node.name === name && node.state === "up")
}

/** A node that breaks, or that goes round in circles, is as bad among processes, where it falls over. */
function brokenBy(finding: Finding): Verdict {
  const detail = describeFinding(finding)
  const check = { name: "nobody-falls-over", phase: "always", result: "violated", detail } as const
  return { verdict: "violated", detail: `nobody-falls-over: ${detail}`, checks: [check] }
}
