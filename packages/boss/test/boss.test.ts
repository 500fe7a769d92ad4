/** The Boss at its desk: it carries out its plan through a supervisor, puts off what was refused, and stops when it is calm. */
import { expect, test } from "vitest"
import { budgetFor, type Fault, type LinkFault, type NodeView, took, type View } from "../src/faults/index.ts"
import type { Supervisor } from "../src/process/index.ts"
import { work } from "../src/process/run.ts"

const stormMs = 600

/** An office in which every fault takes effect at once, and which refuses the first so many. */
function officeOf(names: readonly string[], refusals: number) {
  const calm = new AbortController()
  const acts: (Fault | LinkFault)[] = []
  const started = performance.now()
  let view: View = {
    nowMs: 0,
    stormMs,
    nodes: names.map((name): NodeView => ({ name, honest: true, state: "up", disk: "kept", settled: true })),
  }
  const supervisor: Supervisor = {
    async look() {
      view = { ...view, nowMs: Math.floor(performance.now() - started) }
      if (view.nowMs > stormMs) calm.abort()
      return view
    },
    async act(fault) {
      acts.push(fault)
      if (acts.length <= refusals) return { done: false, because: "not now" }
      view = took(view, fault)
      return { done: true, receipt: { processes: 1, connections: 0, messages: 0, bytes: 0 } }
    },
  }
  return { calm, acts, supervisor, nodes: () => view.nodes }
}

async function storm(refusals: number) {
  const office = officeOf(["bigload-1", "bigload-2", "bigload-3"], refusals)
  const planned: string[] = []
  const config = { seed: "boss", budget: budgetFor(3, stormMs) }
  await work(config, office.supervisor, { planned: (id) => planned.push(id) }, office.calm.signal).catch((error: unknown) => {
    if (!office.calm.signal.aborted) throw error
  })
  return { ...office, planned }
}

test("it writes down what it decides before it acts, fires first, and leaves everybody at work", async () => {
  const { acts, planned, nodes } = await storm(0)
  expect(acts[0]?.kind).toBe("fire")
  expect(acts.map((fault) => fault.kind)).toContain("hire")
  expect(planned).toEqual(acts.map((_, i) => `boss-${i + 1}`))
  expect(nodes().every((node) => node.state === "up")).toBe(true)
})

test("a fire that was refused is tried again", async () => {
  const { acts } = await storm(2)
  expect(acts.slice(0, 3).map((fault) => fault.kind)).toEqual(["fire", "fire", "fire"])
})
