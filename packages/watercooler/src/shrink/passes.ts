/** Ways of making a plan simpler. Each proposes plans, the boldest first; whoever shrinks tries them and keeps what still fails. */

import type { PlannedFault, PlannedNode, ScenarioPlan } from "../scenario/index.ts"
import { rejoined } from "../scenario/plan/joining.ts"
import { ddmin } from "./ddmin.ts"
import { dismiss } from "./dismiss.ts"
import { faultsWithin } from "./storm.ts"

/** Whether a plan still fails in the same way; if it does, it becomes the plan that is made simpler from then on. */
export type Try = (plan: ScenarioPlan) => boolean

export interface Pass {
  readonly name: string
  /** Works on the plan that it is given; `attempt` keeps what it finds. */
  readonly run: (plan: ScenarioPlan, attempt: Try) => void
}

const SECOND_US = 1_000_000
const PLAIN_LATENCY_US = 5_000

/** The first that is kept ends it. */
function firstOf(plans: Iterable<ScenarioPlan>, attempt: Try): boolean {
  for (const plan of plans) if (attempt(plan)) return true
  return false
}

export const passes: readonly Pass[] = [
  { name: "fewer faults", run: (plan, attempt) => void ddmin(plan.faults, (faults) => attempt({ ...plan, faults })) },
  { name: "fewer nodes", run: dropNodes },
  { name: "a shorter storm", run: shortenStorm },
  { name: "fewer transfers", run: thinWorkload },
  { name: "fewer misdeeds", run: dropMisdeeds },
  { name: "plain links", run: plainLinks },
  { name: "ordinary nodes", run: ordinaryNodes },
  { name: "simpler faults", run: simplerFaults },
]

function dropNodes(start: ScenarioPlan, attempt: Try): void {
  let plan = start
  // From the last to the first: who is named last is most likely a face in the crowd.
  for (const { name } of [...start.nodes].reverse()) {
    const smaller = dismiss(plan, name)
    if (smaller !== undefined && attempt(smaller)) plan = smaller
  }
  if (plan.tracker) attempt(withoutTracker(plan))
}

function withoutTracker(plan: ScenarioPlan): ScenarioPlan {
  return { ...plan, tracker: false, nodes: rejoined(plan.nodes, false) }
}

function shortenStorm(start: ScenarioPlan, attempt: Try): void {
  for (let us = start.stormUs; us > SECOND_US; ) {
    const shorter = Math.max(SECOND_US, roundedTo(Math.floor(us / 2), SECOND_US))
    const faults = faultsWithin(start.faults, shorter)
    const payments = start.workload.payments.filter(({ atUs }) => atUs < shorter)
    if (shorter >= us || !attempt({ ...start, stormUs: shorter, faults, workload: { ...start.workload, payments } })) return
    us = shorter
  }
}

function thinWorkload(start: ScenarioPlan, attempt: Try): void {
  const { transfers, payments } = start.workload
  ddmin(payments, (fewer) => attempt({ ...start, workload: { transfers, payments: fewer } }))
  if (transfers === undefined || attempt({ ...start, workload: { ...start.workload, transfers: undefined } })) return
  for (let everyUs = transfers.everyUs * 2; everyUs <= start.stormUs; everyUs *= 2)
    if (!attempt({ ...start, workload: { ...start.workload, transfers: { ...transfers, everyUs } } })) return
}

function dropMisdeeds(start: ScenarioPlan, attempt: Try): void {
  let plan = start
  for (const node of start.nodes) {
    ddmin(node.misdeeds, (misdeeds) => {
      const fewer = { ...plan, nodes: plan.nodes.map((each) => (each.name === node.name ? { ...each, misdeeds } : each)) }
      if (!attempt(fewer)) return false
      plan = fewer
      return true
    })
  }
}

function plainLinks(start: ScenarioPlan, attempt: Try): void {
  const { links } = start
  const plain = { asTheyAre: false, latencyUs: PLAIN_LATENCY_US, jitterUs: 0, lossPercent: 0, bytesPerSecond: undefined }
  firstOf(
    [
      { ...start, links: { ...plain, rules: [] } },
      { ...start, links: { ...links, rules: [] } },
      { ...start, links: { ...links, jitterUs: 0 } },
      { ...start, links: { ...links, lossPercent: 0 } },
    ].filter((plan) => JSON.stringify(plan.links) !== JSON.stringify(links)),
    attempt,
  )
}

function ordinaryNodes(start: ScenarioPlan, attempt: Try): void {
  const ordinary = (node: PlannedNode): PlannedNode => ({ ...node, hashPower: 1, clock: { skewUs: 0, driftPpm: 0 } })
  const isSpecial = (node: PlannedNode) => JSON.stringify(ordinary(node)) !== JSON.stringify(node)
  if (!start.nodes.some(isSpecial) || attempt({ ...start, nodes: start.nodes.map(ordinary) })) return
  let plan = start
  for (const { name } of start.nodes.filter(isSpecial)) {
    const simpler = { ...plan, nodes: plan.nodes.map((each) => (each.name === name ? ordinary(each) : each)) }
    if (attempt(simpler)) plan = simpler
  }
}

/** Round moments, and shorter ones. */
function simplerFaults(start: ScenarioPlan, attempt: Try): void {
  let plan = start
  for (const at of start.faults.keys()) {
    for (const simpler of simplified(plan.faults[at] as PlannedFault)) {
      const next = { ...plan, faults: plan.faults.map((each, index) => (index === at ? simpler : each)) }
      if (!attempt(next)) continue
      plan = next
      break
    }
  }
}

function simplified(planned: PlannedFault): readonly PlannedFault[] {
  const { forUs } = planned
  const variants: PlannedFault[] = []
  if ("atUs" in planned && planned.atUs % SECOND_US !== 0) variants.push({ ...planned, atUs: roundedTo(planned.atUs, SECOND_US) })
  if ("when" in planned && planned.afterUs > 0) variants.push({ ...planned, afterUs: 0 })
  if (forUs !== undefined && forUs > 2 * SECOND_US) variants.push({ ...planned, forUs: roundedTo(Math.floor(forUs / 2), SECOND_US) })
  if (planned.fault.kind === "hire" && planned.fault.disk !== "kept")
    variants.push({ ...planned, fault: { ...planned.fault, disk: "kept" } })
  return variants
}

const roundedTo = (us: number, unit: number): number => Math.max(unit, Math.round(us / unit) * unit)
