/** Shrinking: fewer of everything, and still the same broken. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { checkScenario, defineScenario, planScenario, type Scenario, scenarioOf, serialise } from "../../src/scenario/index.ts"
import { ddmin } from "../../src/shrink/ddmin.ts"
import { sequenceDiagram } from "../../src/shrink/diagram.ts"
import { dismiss } from "../../src/shrink/dismiss.ts"
import { shrink } from "../../src/shrink/shrink.ts"
import { simulate } from "../../src/simulation/simulate.ts"

function plan(scenario: Scenario) {
  const read = checkScenario(scenario)
  if (!read.ok) throw new Error(JSON.stringify(read.complaints))
  return planScenario(read.checked)
}

/** Much that has nothing to do with what is broken: a cut that hides two blocks from those who wait for one only. */
const noisy = defineScenario({
  claim: "One confirmation is enough.",
  seed: 3,
  storm: "40s",
  network: { blockInterval: "500ms", confirmations: 1 },
  nodes: { bigloads: 5, shits: 1, misdeeds: ["garbage"] },
  links: { latency: "10ms", jitter: "5ms", loss: 1 },
  workload: { transfers: { every: "1s" } },
  faults: [
    { at: "3s", for: "1s", pause: "b4" },
    {
      at: "5s",
      for: "20s",
      cut: [
        ["b1", "b2"],
        ["b3", "b4", "b5", "s1"],
      ],
    },
    { at: "8s", for: "2s", fire: "b5" },
    { at: "12s", for: "2s", fire: "b3" },
  ],
  expect: "violated",
})

describe("ddmin", () => {
  test("finds what is needed and nothing else, in its order", () => {
    const list = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(list, fc.array(fc.nat(39), { maxLength: 5 }), (items, at) => {
        const needed = new Set(at.map((index) => items[index % items.length] as number))
        const found = ddmin(items, (some) => [...needed].every((item) => some.includes(item)))
        expect(found).toEqual(items.filter((item) => needed.has(item)))
      }),
    )
  })

  test("of what only happens with odd company it finds a list from which nothing can be left out", () => {
    const happens = (items: readonly number[]) => items.includes(3) && items.length % 2 === 1
    const found = ddmin([1, 2, 3, 4, 5, 6, 7], happens)
    expect(happens(found)).toBe(true)
    for (const item of found) expect(happens(found.filter((each) => each !== item))).toBe(false)
  })
})

describe("a plan without one of its nodes", () => {
  test("names nobody who is gone, and is a scenario without a mistake", () => {
    const before = plan(noisy)
    const after = dismiss(before, "bigload-2")
    expect(after?.nodes.map(({ name }) => name)).toEqual(["bigload-1", "bigload-2", "bigload-3", "bigload-4", "shit-1"])
    // b5 has taken the place of b2: what befell b5 befalls b2 now, and the cut has it on b5's side.
    expect(after?.faults.map(({ fault }) => ("node" in fault ? fault.node : fault.from))).toEqual([
      "bigload-4",
      ["bigload-1"],
      "bigload-2",
      "bigload-3",
    ])
    expect(JSON.stringify(after)).not.toContain("bigload-5")
    const read = checkScenario(scenarioOf(after as NonNullable<typeof after>))
    expect(read).toMatchObject({ ok: true })
  })

  test("is none when nobody would be left to be judged", () => {
    const alone = plan({ claim: "Whoever is alone agrees with itself.", storm: "2s", nodes: { bigloads: 1, shits: 2 } })
    expect(dismiss(alone, "bigload-1")).toBeUndefined()
    expect(dismiss(alone, "shit-1")?.nodes.map(({ name }) => name)).toEqual(["bigload-1", "shit-1"])
  })
})

describe("shrinking a run", () => {
  test("leaves a cut between two, and the words for it say the same again", () => {
    const shrunk = shrink(plan(noisy))
    expect(shrunk).toMatchObject({ check: "no-deep-reorg", before: { faults: 4, nodes: 6 } })
    expect(shrunk?.after.faults).toBe(1)
    expect(shrunk?.after.nodes).toBeLessThanOrEqual(3)
    expect(shrunk?.plan.faults[0]?.fault).toMatchObject({ kind: "cut" })
    const read = checkScenario(scenarioOf(shrunk?.plan as NonNullable<typeof shrunk>["plan"]))
    if (!read.ok) throw new Error(serialise(scenarioOf(shrunk?.plan as never)))
    expect(simulate(planScenario(read.checked), { run: "again" }).fingerprint).toBe(shrunk?.simulated.fingerprint)
  })

  test("finds nothing in a run that keeps its promises", () => {
    expect(shrink(plan({ claim: "Two nodes to whom nothing happens agree.", storm: "3s", nodes: { bigloads: 2 } }))).toBeUndefined()
  })
})

test("a sequence diagram keeps to its lines, and ends with what it is about", () => {
  const { events } = simulate(plan(noisy), { run: "diagram" })
  const bad = events.find((event) => event.type === "note" && event.fact.note === "head-moved" && Number(event.fact.reorgDepth) > 1)
  const lines = sequenceDiagram(events, { linesMax: 40, untilUs: bad?.t })
  expect(lines.length).toBeLessThanOrEqual(40)
  expect(lines[0]).toMatch(/^ +seconds {2}b1 +b2/)
  expect(lines.slice(-5).join()).toMatch(/● leaves \d+ for /)
})
