/** Whom the Boss likes to harm. */
import { expect, test } from "vitest"
import { budgetFor, firstState, type NodeView, type PlanState, planNext, type View } from "../src/faults/index.ts"

const nodes = ["n-1", "n-2", "n-3", "n-4", "n-5"].map(
  (name): NodeView => ({ name, honest: true, state: "up", disk: "kept", settled: true }),
)
const budget = { ...budgetFor(5, undefined), weights: { fire: 1, layoff: 0, pause: 0 } }

/** Whom each of so many harms hits, everybody being back each time. */
function victims(likes: readonly string[] | undefined, count: number): readonly string[] {
  let state: PlanState = firstState("7", budget)
  return Array.from({ length: count }, () => {
    const view: View = { nowMs: state.nextHarmMs, stormMs: undefined, nodes, ...(likes === undefined ? {} : { likes }) }
    const next = planNext("7", view, budget, state)
    state = { ...next.state, absences: [] }
    return next.decision.do === "fault" ? next.decision.fault.node : ""
  })
}

test("whoever it likes is hit three times out of four, and everybody else now and then", () => {
  const hit = victims(["n-4"], 200)
  const liked = hit.filter((name) => name === "n-4").length
  expect(liked / hit.length).toBeGreaterThan(0.7)
  expect(new Set(hit).size).toBe(5)
})

test("whom it likes is nobody, or away: then it is as if it liked nobody", () => {
  expect(victims([], 50)).toEqual(victims(undefined, 50))
  expect(victims(["n-9"], 50)).toEqual(victims(undefined, 50))
})
