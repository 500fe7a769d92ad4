/**
 * Faults that begin when a node notes something, in place of a moment: what went before may then take more or less time, as it does when other
 * faults are left out, and the fault still meets the node in the same situation.
 */
import { isLinkFault } from "@watercooler/boss/faults"
import type { JournalEvent } from "@watercooler/kernel"
import type { PlannedFault, ScenarioPlan } from "../scenario/index.ts"

/** What a node notes when something happens to its chain: situations, not moments. */
const LANDMARKS: readonly string[] = ["head-moved", "block-mined", "transfer-accepted", "woke", "synced"]

/** `events` of a run of this very plan. A fault before the first landmark stays where it is. */
export function anchored(plan: ScenarioPlan, events: readonly JournalEvent[]): ScenarioPlan {
  const stormBegan = events.find((event) => event.type === "phase" && event.phase === "storm")?.t ?? 0
  return { ...plan, faults: plan.faults.map((planned) => anchor(planned, events, stormBegan)) }
}

function anchor(planned: PlannedFault, events: readonly JournalEvent[], stormBegan: number): PlannedFault {
  if ("when" in planned) return planned
  const { fault, id, atUs, forUs } = planned
  const node = isLinkFault(fault) ? (fault.from[0] ?? "") : fault.node
  const moment = stormBegan + atUs
  // Triggers count from the beginning of the storm.
  const seen = events.filter((event) => event.type === "note" && event.node === node && event.t >= stormBegan && event.t <= moment)
  const last = seen.findLast((event) => event.type === "note" && LANDMARKS.includes(event.fact.note))
  if (last?.type !== "note") return planned
  const { note } = last.fact
  const count = seen.filter((event) => event.type === "note" && event.fact.note === note && event.t <= last.t).length
  return { id, when: { node, note, count }, afterUs: moment - last.t, fault, ...(forUs === undefined ? {} : { forUs }) }
}
