/** What holds of every scenario: written and read again it is the same, planned and said again too; and no text makes us stumble. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { describeComplaint } from "../../src/input/complaint.ts"
import { firstScenario } from "../../src/scenario/first.ts"
import {
  checkScenario,
  type FaultEntry,
  planScenario,
  readScenario,
  type Scenario,
  scenarioOf,
  serialise,
} from "../../src/scenario/index.ts"
import { complaintsOf } from "./story.ts"

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const seconds = (min: number, max: number) => fc.integer({ min, max }).map((count) => `${count}s`)
const percent = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 100 }).map((part) => `${part}%`),
)
const names = fc.constantFrom("b1", "bigload-2", "b3..b5", "all", "honest", "west")
const some = fc.oneof(names, fc.uniqueArray(names, { minLength: 1, maxLength: 3 }))
const sides = fc.constantFrom<(string | string[])[]>(["b1", "others"], [["b1", "b2"], "b3..b5"], ["b1", "b2", "others"])
const ends = fc.oneof(
  sides,
  fc.record({ from: some, to: fc.constantFrom("all", "b6") }),
  fc.constant({ from: "b6", to: "others", both: true as const }),
)

/** Faults that never contradict each other: each hurts a link, a clock or a disk, or somebody drawn who is never away for long. */
const harm: fc.Arbitrary<Partial<FaultEntry>> = fc.oneof(
  ends.map((cut) => ({ cut })),
  ends.map((stall) => ({ stall })),
  ends.map((reset) => ({ reset })),
  fc
    .record({ percent, from: some, route: fc.constantFrom("POST /block", "/peers") })
    .map(({ percent, ...rest }) => ({ drop: { ...rest, percent: Number.parseInt(String(percent), 10) } })),
  seconds(1, 5).map((delay) => ({ latency: { delay, jitter: "10ms", from: "b1", to: "all" } })),
  fc.integer({ min: 1, max: 1_000_000 }).map((rate) => ({ bandwidth: { rate: `${rate}B/s`, queue: "64KB" } })),
  fc.integer({ min: -7_000, max: 7_000 }).map((by) => ({ skew: { node: "b1", by: `${by}s` } })),
  fc.integer({ min: -500, max: 500 }).map((ppm) => ({ drift: { node: { any: 2, of: "b1..b4" }, ppm } })),
  fc.integer({ min: 2, max: 50 }).map((factor) => ({ slow: { node: "any", factor } })),
  fc.constant({ "disk-slow": { node: "b2", by: "20ms" } }),
  fc.constant({ hire: { newcomers: 2, boot: "b2" } }),
)
const moment: fc.Arbitrary<Partial<FaultEntry>> = fc.oneof(
  seconds(0, 50).map((at) => ({ at })),
  fc.record({ every: seconds(5, 20), jitter: fc.constant("500ms") }),
  fc.record({
    when: fc.record({ notes: fc.constantFrom("head-moved", "synced"), node: fc.constant("b1"), where: fc.constant({ height: 3 }) }),
    after: seconds(0, 5),
  }),
)
const entry = fc.tuple(moment, harm).map(([when, what]) => {
  const once = "reset" in what || "hire" in what
  return { ...when, ...(once ? {} : { for: "4s" }), ...what } as FaultEntry
})
const firing = fc.record({
  every: seconds(8, 20),
  for: fc.constant("2s"),
  fire: fc.constantFrom("any", { any: 2, of: "b1..b6" }),
  disk: fc.constantFrom("kept" as const, "torn" as const, "wiped" as const),
})

const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    claim: fc.string({ minLength: 10, maxLength: 200, unit: "grapheme" }).map((claim) => `${claim} is claimed.`),
    seed: fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.string({ minLength: 1, maxLength: 20 })),
    storm: fc.constant("60s"),
    network: maybe(fc.record({ blockInterval: seconds(1, 5), confirmations: fc.integer({ min: 1, max: 100 }) })),
    nodes: fc.record({
      bigloads: fc.constant(6),
      shits: fc.constant(1),
      tracker: fc.boolean(),
      options: fc.constantFrom<NonNullable<Scenario["nodes"]["options"]>>(
        {},
        { s1: { hashPower: "30%", misdeeds: ["eclipse"] } },
        { west: { clock: { skew: "-5m", drift: 3 }, boot: ["b5", "b6"], minPeers: 2 } },
      ),
    }),
    groups: fc.constant({ west: "b1..b3" }),
    links: maybe(
      fc.record({
        latency: fc.constant("20ms"),
        loss: percent,
        between: maybe(fc.constant([{ between: ["west", "others"], jitter: "3ms" }])),
      }),
    ),
    workload: maybe(
      fc.record({
        transfers: maybe(fc.record({ every: seconds(1, 3), amount: maybe(fc.constant("1..20")) })),
        pay: maybe(
          fc.array(
            fc.record({ at: seconds(0, 59), from: fc.constant("b1"), to: fc.constant("s1"), amount: fc.integer({ min: 1, max: 9 }) }),
            { maxLength: 3 },
          ),
        ),
      }),
    ),
    faults: fc.tuple(fc.array(entry, { maxLength: 8 }), fc.array(firing, { maxLength: 1 })).map(([a, b]) => [...a, ...b]),
    boss: maybe(fc.constantFrom<NonNullable<Scenario["boss"]>>(true, { away: 2, coolDown: "1s..3s", newcomers: 1, harms: { fire: 1 } })),
    checks: maybe(
      fc.constantFrom<NonNullable<Scenario["checks"]>>(["agreement"], { always: ["chain-valid"], sometimes: ["fork-happened"] }),
    ),
    expect: maybe(fc.constantFrom("passed" as const, "inconclusive" as const)),
  })
  .map((scenario) => withoutUndefined(scenario) as Scenario)

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, withoutUndefined(inner)]])))
}

function read(text: string) {
  const result = readScenario(text, "property.yaml")
  if (!result.ok) throw new Error(`${text}\n${result.complaints.map(describeComplaint).join("\n\n")}`)
  return result.checked
}

test("written and read again, a scenario is the same", () => {
  fc.assert(
    fc.property(scenarios, fc.string(), (scenario, comment) => {
      expect(read(serialise(scenario, { schema: "x.json", comment: comment.replace(/[^ -~]/g, "") })).scenario).toEqual(scenario)
    }),
  )
})

test("a plan, said as a scenario and planned again, is the same plan", () => {
  fc.assert(
    fc.property(scenarios, fc.string({ minLength: 1, maxLength: 5 }), (scenario, seed) => {
      const plan = planScenario(read(serialise(scenario)), seed)
      const again = checkScenario(scenarioOf(plan))
      if (!again.ok) throw new Error(again.complaints.map(describeComplaint).join("\n\n"))
      expect({ ...planScenario(again.checked), leftOut: [] }).toEqual({ ...plan, leftOut: [] })
    }),
  )
})

test("planned twice, a scenario makes the same plan", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const checked = read(serialise(scenario))
      expect(planScenario(checked)).toEqual(planScenario(checked))
    }),
  )
})

test("taking one fault out leaves the others as they were", () => {
  fc.assert(
    fc.property(scenarios, fc.nat(), (scenario, which) => {
      // Draws of who is away and names of newcomers may look at each other; everything else may not.
      const faults = (scenario.faults ?? []).filter((fault) => fault.fire === undefined && fault.hire === undefined)
      const gone = which % Math.max(1, faults.length)
      const before = planScenario(read(serialise({ ...scenario, faults }))).faults
      const after = planScenario(read(serialise({ ...scenario, faults: faults.filter((_, at) => at !== gone) }))).faults
      const copies = faults.filter((fault) => JSON.stringify(fault) === JSON.stringify(faults[gone])).length
      if (copies <= 1) expect(before).toEqual(expect.arrayContaining([...after]))
    }),
  )
})

test("whatever is in a file, it is read or complained about, in our own words", () => {
  const good = firstScenario("x.json", "x.md")
  const spoilt = fc
    .tuple(
      fc.nat(good.length),
      fc.nat(30),
      fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("{", "[", ": ", "- ", "\n", "*a", "&a ", "!!", "null", "30", "\t", "%", "b9")),
    )
    .map(([at, many, put]) => good.slice(0, at) + put + good.slice(at + many))
  fc.assert(
    fc.property(fc.oneof({ weight: 4, arbitrary: spoilt }, fc.string({ unit: "grapheme" }), fc.json()), (text) => {
      for (const complaint of complaintsOf(text))
        expect(complaint).not.toMatch(/Invalid (input|string)|Too (small|big)|must match pattern|undefined|\[object/)
    }),
    { numRuns: 400 },
  )
})
