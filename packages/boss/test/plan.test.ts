/** Whatever the seed, the Boss fires and hires back in time, and whatever it sees, it keeps to its budget. */
import fc from "fast-check"
import { expect, test } from "vitest"
import {
  alive,
  away,
  type Budget,
  budgetFor,
  disks,
  firstState,
  type NodeView,
  nodesOf,
  type PlanState,
  planNext,
  recovering,
  rehearse,
  took,
  type View,
} from "../src/faults/index.ts"

function office(honest: number, shits = 0): NodeView[] {
  const node = (name: string, isHonest: boolean): NodeView => ({ name, honest: isHonest, state: "up", disk: "kept", settled: true })
  return [
    ...Array.from({ length: honest }, (_, i) => node(`bigload-${i + 1}`, true)),
    ...Array.from({ length: shits }, (_, i) => node(`shit-${i + 1}`, false)),
  ]
}

const seeds = fc.oneof(
  fc.string(),
  fc.nat().map((n) => String(n)),
)
const anyNode = fc.record({
  honest: fc.boolean(),
  state: fc.constantFrom<NodeView["state"]>("up", "starting", "paused", "down"),
  disk: fc.constantFrom(...disks),
  settled: fc.boolean(),
})
const anyNodes = fc
  .array(anyNode, { minLength: 1, maxLength: 12 })
  .map((nodes): NodeView[] => nodes.map((node, i) => ({ ...node, name: `${node.honest ? "bigload" : "shit"}-${i + 1}` })))

test("every plan of thirty seconds fires somebody and hires them back well before the end", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 5 }), (seed, honest, shits) => {
      const plan = rehearse(seed, office(honest, shits), budgetFor(honest, 30_000), 30_000)
      const fire = plan.find(({ fault }) => fault.kind === "fire")
      const back = plan.find(
        ({ fault, atMs }) =>
          fault.kind === "hire" && fire !== undefined && nodesOf(fire.fault).includes(fault.node) && atMs > (fire?.atMs ?? 0),
      )
      expect(fire?.atMs).toBeLessThanOrEqual(5_000)
      expect(back?.atMs).toBeLessThanOrEqual(10_000)
      expect(plan.every(({ atMs }) => atMs <= 24_000)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test("a short storm is the same storm in less time", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 3_000, max: 30_000 }), (seed, stormMs) => {
      const kinds = rehearse(seed, office(5), budgetFor(5, stormMs), stormMs).map(({ fault }) => fault.kind)
      expect(kinds[0]).toBe("fire")
      expect(kinds).toContain("hire")
    }),
  )
})

test("a wire is troubled for so long that somebody speaks on it, and heals before the storm ends", () => {
  let troubled = 0
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 20 }), fc.integer({ min: 20_000, max: 60_000 }), (seed, honest, stormMs) => {
      const budget = budgetFor(honest, stormMs)
      for (const { atMs, forMs } of rehearse(seed, office(honest), budget, stormMs)) {
        if (forMs === undefined) continue
        troubled++
        expect(forMs).toBeGreaterThanOrEqual(2 * budget.awayMsMin)
        expect(atMs + forMs).toBeLessThanOrEqual(stormMs - budget.quietMs)
      }
    }),
  )
  expect(troubled).toBeGreaterThan(20)
})

test("when the storm ends, everybody is back", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 20 }), (seed, honest) => {
      let view: View = { nowMs: 0, stormMs: 30_000, nodes: office(honest) }
      for (const { fault } of rehearse(seed, view.nodes, budgetFor(honest, 30_000), 30_000)) view = took(view, fault)
      expect(view.nodes.every((node) => node.state === "up")).toBe(true)
    }),
  )
})

test("no view and no past tempt the Boss beyond its budget", () => {
  const pasts = fc.record({
    harms: fc.nat(1_000),
    fired: fc.boolean(),
    nextHarmMs: fc.nat(40_000),
    absences: fc.constant([]),
    newcomers: fc.nat(3),
    apart: fc.constant([]),
  })
  fc.assert(
    fc.property(seeds, anyNodes, pasts, fc.nat(40_000), fc.boolean(), (seed, nodes, state: PlanState, nowMs, shitsToo) => {
      const budget: Budget = { ...budgetFor(nodes.filter((node) => node.honest).length, 30_000), shitsToo }
      const view: View = { nowMs, stormMs: 30_000, nodes }
      const { decision } = planNext(seed, view, budget, state)
      if (decision.do === "wait") {
        expect(decision.untilMs).toBeGreaterThan(nowMs)
        return
      }
      const [name] = nodesOf(decision.fault)
      const victim = nodes.find((node) => node.name === name)
      if (decision.do === "disturb") {
        expect(victim?.state).toBe("up")
        expect(away(view) + 1).toBeLessThanOrEqual(budget.awayMax)
        expect(nowMs + decision.forMs).toBeLessThanOrEqual(30_000 - budget.quietMs)
        return
      }
      if (decision.fault.kind === "hire") {
        expect(victim?.state).toBe("down")
        if (decision.fault.disk !== "kept") expect([undefined, victim?.name]).toContain(recovering(view))
      } else if (decision.fault.kind === "resume") {
        expect(victim?.state).toBe("paused")
      } else {
        const after = took(view, decision.fault)
        expect(victim?.state).toBe("up")
        expect(away(after)).toBeLessThanOrEqual(budget.awayMax)
        if (victim?.honest) expect(alive(after)).toBeGreaterThanOrEqual(budget.aliveMin)
        expect(nowMs).toBeGreaterThanOrEqual(state.nextHarmMs)
        expect(nowMs).toBeLessThanOrEqual(30_000 - budget.quietMs)
      }
    }),
    { numRuns: 3_000 },
  )
})

test("whoever is apart counts as away, until that is over", () => {
  const [nodes, budget] = [office(5), { ...budgetFor(5, 30_000), weights: { fire: 0, layoff: 0, pause: 0, cut: 1 } }]
  fc.assert(
    fc.property(seeds, (seed) => {
      const apart: { readonly node: string; readonly untilMs: number }[] = []
      let state: PlanState = { ...firstState(seed, budget), fired: true }
      for (let nowMs = 0; nowMs < 24_000; ) {
        const { decision, state: next } = planNext(seed, { nowMs, stormMs: 30_000, nodes }, budget, state)
        state = next
        if (decision.do === "wait") nowMs = Math.min(decision.untilMs, nowMs + 500)
        else if (decision.do === "disturb") apart.push({ node: nodesOf(decision.fault)[0] ?? "", untilMs: nowMs + decision.forMs })
        const now = apart.filter(({ untilMs }) => untilMs > nowMs)
        expect(now.length).toBeLessThanOrEqual(budget.awayMax)
        expect(new Set(now.map(({ node }) => node)).size).toBe(now.length)
      }
      expect(apart.length).toBeGreaterThan(0)
    }),
    { numRuns: 200 },
  )
})

test("only one honest node at a time has lost its disk, also when they are slow to recover", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 8_000 }), (seed, honest, slownessMs) => {
      const budget = budgetFor(honest, 30_000)
      let view: View = { nowMs: 0, stormMs: 30_000, nodes: office(honest) }
      let state = firstState(seed, budget)
      const settledAt = new Map<string, number>()
      for (let decisions = 0; decisions < 1_000 && view.nowMs < 30_000; decisions++) {
        const next = planNext(seed, view, budget, state)
        state = next.state
        if (next.decision.do === "wait") view = { ...view, nowMs: next.decision.untilMs }
        else {
          view = took(view, next.decision.fault)
          if (next.decision.fault.kind === "hire") settledAt.set(next.decision.fault.node, view.nowMs + slownessMs)
        }
        view = { ...view, nodes: view.nodes.map((node) => ({ ...node, settled: (settledAt.get(node.name) ?? 0) <= view.nowMs })) }
        const hurt = view.nodes.filter((node) => node.disk !== "kept" && node.state !== "down" && !node.settled)
        expect(hurt.length).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 500 },
  )
})

test("newcomers come only when they are wanted, never more than are allowed, and get names that nobody has", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 12 }), fc.nat(4), (seed, honest, newcomers) => {
      const plan = rehearse(seed, office(honest, 1), budgetFor(honest, 30_000, newcomers), 30_000)
      const hired = plan.flatMap(({ fault }) => (fault.kind === "hire" && fault.newcomer !== undefined ? [fault.node] : []))
      expect(hired).toEqual(Array.from({ length: hired.length }, (_, at) => `bigload-${honest + at + 1}`))
      expect(hired.length).toBeLessThanOrEqual(newcomers)
    }),
  )
  const seedsOfMany = Array.from({ length: 100 }, (_, at) => rehearse(String(at), office(5), budgetFor(5, 30_000, 1), 30_000))
  const withOne = seedsOfMany.filter((plan) => plan.some(({ fault }) => fault.kind === "hire" && fault.newcomer !== undefined))
  expect(withOne.length).toBeGreaterThan(75)
})

test("the same seed plans the same, another seed differently", () => {
  const plan = (seed: string) => JSON.stringify(rehearse(seed, office(5, 2), budgetFor(5, 30_000), 30_000))
  expect(plan("office")).toBe(plan("office"))
  expect(new Set(Array.from({ length: 50 }, (_, i) => plan(String(i)))).size).toBeGreaterThan(45)
})

test("who is fired does not depend on the order in which the nodes are named", () => {
  const budget = budgetFor(5, 30_000)
  expect(rehearse("7", office(5).reverse(), budget, 30_000)).toEqual(rehearse("7", office(5), budget, 30_000))
})
