/** A plan as it would go if every fault took effect at once: what `--dry-run` prints, and what properties are tested on. */
import type { Budget } from "./budget.ts"
import type { Fault } from "./fault.ts"
import type { LinkFault } from "./link.ts"
import { firstState, planNext } from "./plan.ts"
import type { NodeView, View } from "./view.ts"

export interface PlannedFault {
  readonly atMs: number
  readonly fault: Fault | LinkFault
  /** How long it lasts, of a fault of links. */
  readonly forMs?: number
}

/** An endless storm is rehearsed for this long. */
const endlessMs = 60_000
const decisionsMax = 100_000

export function rehearse(seed: string, nodes: readonly NodeView[], budget: Budget, stormMs: number | undefined): readonly PlannedFault[] {
  const planned: PlannedFault[] = []
  let view: View = { nowMs: 0, stormMs, nodes }
  let state = firstState(seed, budget)
  for (let decisions = 0; decisions < decisionsMax && view.nowMs <= (stormMs ?? endlessMs); decisions++) {
    const next = planNext(seed, view, budget, state)
    state = next.state
    if (next.decision.do === "wait") {
      view = { ...view, nowMs: next.decision.untilMs }
    } else if (next.decision.do === "disturb") {
      const { fault, forMs } = next.decision
      planned.push({ atMs: view.nowMs, fault, forMs })
    } else {
      planned.push({ atMs: view.nowMs, fault: next.decision.fault })
      view = took(view, next.decision.fault)
    }
  }
  return planned
}

/** The office after a fault that took effect at once. Whoever is cut off is at work. */
export function took(view: View, fault: Fault | LinkFault): View {
  if (!("node" in fault)) return view
  if (fault.kind === "hire" && fault.newcomer !== undefined) {
    const newcomer: NodeView = { name: fault.node, honest: true, state: "up", disk: "kept", settled: true }
    return { ...view, nodes: [...view.nodes, newcomer] }
  }
  return { ...view, nodes: view.nodes.map((node) => (node.name === fault.node ? changed(node, fault) : node)) }
}

function changed(node: NodeView, fault: Fault): NodeView {
  switch (fault.kind) {
    case "fire":
    case "layoff":
      return { ...node, state: "down" }
    case "pause":
      return { ...node, state: "paused" }
    case "resume":
      return { ...node, state: "up" }
    case "hire":
      return { ...node, state: "up", disk: fault.disk, settled: true }
  }
}
