/** A simulated run as a document: the shape of a real run's, and what only virtual time can tell. */

import { describeEnds } from "@watercooler/boss/faults"
import { expectedExit, isAsExpected, type Summary } from "../office/summary.ts"
import { countTotals } from "../office/totals.ts"
import type { Expectation, ScenarioPlan } from "../scenario/index.ts"
import type { Simulated } from "./simulate.ts"

export interface SimulatedSummary extends Omit<Summary, "dir" | "faults"> {
  /** Null for a run that left no folder. */
  readonly dir: string | null
  readonly scenario: string
  readonly claim: string
  /** The verdict that makes the claim true, and whether it was the one. */
  readonly expected: Expectation["verdict"]
  readonly asExpected: boolean
  readonly fingerprint: string
  readonly virtualMs: number
  readonly wallMs: number
  readonly events: number
  readonly eventsPerSecond: number
  readonly faults: readonly (Summary["faults"][number] & { readonly id: string })[]
}

export interface Circumstances {
  readonly run: string
  readonly dir: string | null
  readonly scenario: string
  readonly wallMs: number
}

export function documentOf(plan: ScenarioPlan, simulated: Simulated, { run, dir, scenario, wallMs }: Circumstances): SimulatedSummary {
  const { judgement, stats, virtualUs } = simulated
  const asExpected = isAsExpected(plan.expect, judgement)
  const { requests, ...totals } = countTotals(simulated.events)
  return {
    run,
    dir,
    scenario,
    claim: plan.claim,
    seed: plan.seed,
    verdict: judgement.verdict,
    detail: judgement.detail,
    expected: plan.expect.verdict,
    asExpected,
    exitCode: expectedExit(judgement.verdict, asExpected),
    sauronUrl: null,
    fingerprint: simulated.fingerprint,
    checks: judgement.checks,
    nodes: nodesOf(simulated),
    faults: simulated.receipts.map(({ id, fault, beganAt, receipt }) => ({
      id,
      kind: fault.kind,
      node: describeEnds(fault),
      atMs: Math.round(beganAt / 1_000),
      receipt,
    })),
    totals: { ...totals, requests: Math.max(requests, Math.floor(stats.messages / 2)) },
    timings: { readyMs: simulated.readyUs / 1_000, calmMs: simulated.calmUs / 1_000 },
    virtualMs: virtualUs / 1_000,
    wallMs,
    events: stats.events,
    eventsPerSecond: Math.round(stats.events / Math.max(wallMs / 1_000, 0.001)),
  }
}

function nodesOf({ finals, parties, restarts }: Simulated): Summary["nodes"] {
  const finalBy = new Map(finals.map((final) => [final.node, final]))
  return parties.map(({ name, kind, misdeeds, endpoint }) => {
    const { alive = true, height = 0, head = "" } = finalBy.get(name) ?? {}
    return { name, kind, misdeeds, url: endpoint, pid: null, alive, height, head, restarts: restarts.get(name) ?? 0 }
  })
}
