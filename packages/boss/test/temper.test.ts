/** The Boss's temper: how often it harms changes, what it may do at most does not. */
import { describe, expect, test } from "vitest"
import { alive, budgetFor, firstState, planNext, provoked, type Temper, tempered, tempers, type View } from "../src/faults/index.ts"

const budget = budgetFor(5, undefined)
const nodes: View["nodes"] = Array.from({ length: 5 }, (_, at) => ({
  name: `bigload-${at + 1}`,
  honest: true,
  state: "up",
  disk: "kept",
  settled: true,
}))

/** Ten minutes of a Boss whose faults take effect at once; how many harms there were, and how few nodes were left at worst. */
function tenMinutes(temper: Temper): { readonly harms: number; readonly fewest: number } {
  const used = tempered(budget, temper)
  let state = firstState("temper", used)
  let view: View = { nowMs: 0, stormMs: undefined, nodes }
  let [harms, fewest] = [0, 5]
  while (view.nowMs < 600_000) {
    const next = planNext("temper", view, used, state)
    state = next.state
    if (next.decision.do === "wait") {
      view = { ...view, nowMs: Math.max(view.nowMs + 1, Math.min(next.decision.untilMs, view.nowMs + 1_000)) }
      continue
    }
    const { fault } = next.decision
    const becomes = fault.kind === "fire" || fault.kind === "layoff" ? "down" : fault.kind === "pause" ? "paused" : "up"
    if (becomes !== "up") harms++
    view = { ...view, nodes: view.nodes.map((node) => ("node" in fault && node.name === fault.node ? { ...node, state: becomes } : node)) }
    fewest = Math.min(fewest, alive(view))
  }
  return { harms, fewest }
}

describe("a temper", () => {
  const harmsIn = Object.fromEntries(tempers.map((temper) => [temper, tenMinutes(temper)])) as Record<Temper, ReturnType<typeof tenMinutes>>

  test("that is worse harms more often, and one that sleeps not at all", () => {
    expect(harmsIn.asleep.harms).toBe(0)
    expect(harmsIn.mild.harms).toBeGreaterThan(0)
    expect(harmsIn.usual.harms).toBeGreaterThan(harmsIn.mild.harms)
    expect(harmsIn.furious.harms).toBeGreaterThan(harmsIn.usual.harms)
  })

  test("never leaves fewer at work than the budget allows", () => {
    for (const temper of tempers) expect(harmsIn[temper].fewest, temper).toBeGreaterThanOrEqual(budget.aliveMin)
  })

  test("that is usual changes nothing", () => expect(tempered(budget, "usual")).toEqual(budget))

  test("that has just become worse does not wait for what was thought over before", () => {
    const patient = { ...firstState("s", budget), nextHarmMs: 60_000 }
    const used = tempered(budget, "furious")
    expect(provoked(patient, 1_000, used).nextHarmMs).toBe(1_000 + used.coolDownMsMax)
    expect(provoked({ ...patient, nextHarmMs: 1_001 }, 1_000, used).nextHarmMs).toBe(1_001)
  })
})
