/** Every fault of a link, with its effect measured and its receipt. */
import type { LinkFault } from "@watercooler/boss/faults"
import { describe, expect, test } from "vitest"
import { asker, listener, MS, only, party, type Request, SECOND, simulate, type Told, teller } from "./stage.ts"

const instant = { links: { otherwise: { latencyUs: 1 * MS } } }

/** One node tells another, or asks it, and one fault lasts. */
function scene(
  fault: LinkFault,
  { count = 1_000, everyUs = 10 * MS, asks = false, forUs = undefined as number | undefined, runUs = 0, text = "" } = {},
) {
  const [said, heard]: [Told[], Told[]] = [[], []]
  const one = asks ? asker("b1", "b2", everyUs, said, count, text) : teller("b1", ["b2"], everyUs, said, count)
  const simulation = simulate({
    ...instant,
    limits: { asksPerPeerMax: 10_000, asksMax: 10_000 },
    parties: [one, listener("b2", heard)],
    faults: [{ id: "f", atUs: 0, fault, ...(forUs === undefined ? {} : { forUs }) }],
  })
  simulation.run(runUs === 0 ? count * everyUs + 5 * SECOND : runUs)
  simulation.healAll()
  expect(simulation.finding).toBeUndefined()
  const receipt = simulation.receipts[0]?.receipt
  return { simulation, said, heard: only(heard, "request"), garbage: only(heard, "garbage"), receipt }
}

const b1 = ["b1"]
const b2 = ["b2"]
const delays = (heard: readonly { now: number; request: Request }[]): number[] =>
  heard.map(({ now, request }) => now - Number(request.sentAt))
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length

test("latency of 100 ± 20 ms", () => {
  const { heard, receipt } = scene({ kind: "latency", from: b1, to: b2, us: 100 * MS, jitterUs: 20 * MS }, { everyUs: 50 * MS })
  const all = delays(heard)
  expect(all).toHaveLength(1_000)
  expect(Math.min(...all)).toBeGreaterThanOrEqual(81 * MS)
  expect(Math.max(...all)).toBeLessThanOrEqual(121 * MS)
  expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(38 * MS)
  expect(mean(all)).toBeGreaterThan(99 * MS)
  expect(mean(all)).toBeLessThan(103 * MS)
  expect(receipt).toMatchObject({ messages: 1_000, connections: 1 })
})

test("latency keeps the order, even where jitter would not", () => {
  const { heard } = scene({ kind: "latency", from: b1, to: b2, us: 50 * MS, jitterUs: 50 * MS }, { everyUs: 1 * MS })
  const numbers = heard.map(({ request }) => Number(request.number))
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
})

test("a drop of 30 % lies within the binomial interval, and the teller hears of each", () => {
  const { heard, said, receipt } = scene({ kind: "drop", from: b1, to: b2, percent: 30 }, { count: 2_000 })
  // Five standard deviations of a binomial of 2000 at 0.3.
  expect(Math.abs(heard.length - 1_400)).toBeLessThan(5 * Math.sqrt(2_000 * 0.3 * 0.7))
  const failures = only(said, "unreachable")
  expect(failures).toHaveLength(2_000 - heard.length)
  expect(failures[0]).toMatchObject({ ask: undefined, delivery: "maybe-delivered", because: "timeout" })
  expect(receipt?.messages).toBe(failures.length)
})

test("a drop of the first three on a route lets everything else pass", () => {
  const { heard, receipt } = scene({ kind: "drop", from: b1, to: b2, percent: 100, route: "/push", first: 3 }, { count: 10 })
  expect(heard.map(({ request }) => request.number)).toEqual([3, 4, 5, 6, 7, 8, 9])
  expect(receipt?.messages).toBe(3)
  expect(scene({ kind: "drop", from: b1, to: b2, percent: 100, route: "/other" }, { count: 10 }).heard).toHaveLength(10)
})

test("a bandwidth of 10 kB a second is kept within five per cent", () => {
  const { heard, receipt } = scene(
    { kind: "bandwidth", from: b1, to: b2, bytesPerSecond: 10_000, queueBytes: 1_000_000 },
    { count: 400, everyUs: 10 * MS, asks: true, text: "x".repeat(200), runUs: 60 * SECOND },
  )
  const bytes = heard.reduce((sum, { request }) => sum + JSON.stringify(request).length, 0)
  const first = heard[0] as Told
  const last = heard.at(-1) as Told
  const rate = (bytes * SECOND) / (last.now - first.now)
  expect(rate / 10_000).toBeGreaterThan(0.95)
  expect(rate / 10_000).toBeLessThan(1.05)
  expect(receipt?.bytes).toBe(bytes)
})

test("what finds the queue of a slow link full is lost", () => {
  const { heard } = scene({ kind: "bandwidth", from: b1, to: b2, bytesPerSecond: 1_000, queueBytes: 500 }, { count: 500, everyUs: 1 * MS })
  expect(heard.length).toBeGreaterThan(5)
  expect(heard.length).toBeLessThan(60)
})

test("a duplicate is heard twice, and answered once", () => {
  const { heard, said } = scene({ kind: "duplicate", from: b1, to: b2, percent: 100 }, { count: 50, asks: true })
  expect(heard).toHaveLength(100)
  expect(only(said, "answer")).toHaveLength(50)
})

test("reordering lets messages overtake each other", () => {
  const { heard } = scene({ kind: "reorder", from: b1, to: b2, percent: 30, us: 60 * MS }, { count: 500 })
  const numbers = heard.map(({ request }) => Number(request.number))
  const overtaken = numbers.filter((number, i) => i > 0 && number < (numbers[i - 1] as number)).length
  expect(numbers).toHaveLength(500)
  expect(overtaken).toBeGreaterThan(50)
})

test("corruption changes one bit: garbage, or another value, but never the same", () => {
  const { heard, garbage, simulation } = scene({ kind: "corrupt", from: b1, to: b2, percent: 100 }, { count: 200 })
  const sent = new Set([...Array(200).keys()].map((number) => JSON.stringify({ kind: "push", number, sentAt: number * 10 * MS })))
  expect(heard.filter(({ request }) => sent.has(JSON.stringify(request)))).toEqual([])
  expect(heard.length).toBeLessThan(200)
  const sizes = new Set([...sent].map((body) => body.length))
  expect(garbage.length).toBeGreaterThan(0)
  expect(garbage.filter(({ bytes }) => !sizes.has(bytes))).toEqual([])
  expect(simulation.stats.messages).toBeGreaterThan(200)
})

test("a cut is one-way: what goes the other way still does", () => {
  const [ones, others]: [Told[], Told[]] = [[], []]
  const parties = [teller("b1", ["b2"], 100 * MS, ones, 5), listener("b2", others), teller("b3", ["b1"], 100 * MS, [], 5)]
  const simulation = simulate({ ...instant, parties, faults: [{ id: "c", atUs: 0, fault: { kind: "cut", from: ["b2"], to: ["b1"] } }] })
  simulation.run(5 * SECOND)
  simulation.healAll()
  expect(only(others, "request")).toHaveLength(5)
  // Its requests arrived, and no answer came back.
  expect(only(ones, "unreachable").map(({ because }) => because)).toEqual(Array(5).fill("timeout"))
  expect(simulation.receipts[0]?.receipt).toMatchObject({ messages: 5 })
})

test("a cut both ways is one fault, and heals by itself", () => {
  const { heard, said } = scene({ kind: "cut", from: b2, to: b1, both: true }, { count: 10, everyUs: 100 * MS, forUs: 450 * MS })
  expect(heard.map(({ request }) => request.number)).toEqual([5, 6, 7, 8, 9])
  expect(only(said, "unreachable")).toHaveLength(5)
})

test("a stalled link accepts and says nothing; when it goes on, all is delivered", () => {
  const { heard, said, receipt } = scene(
    { kind: "stall", from: b1, to: b2 },
    { count: 10, everyUs: 100 * MS, forUs: 5 * SECOND, asks: true, runUs: 10 * SECOND },
  )
  expect(only(said, "unreachable").map(({ because }) => because)).toEqual(Array(10).fill("timeout"))
  expect(heard).toHaveLength(10)
  expect(Math.min(...heard.map(({ now }) => now))).toBeGreaterThanOrEqual(5 * SECOND)
  expect(receipt?.messages).toBe(10)
})

test("a refusal is definite, and quick", () => {
  const { heard, said } = scene({ kind: "refuse", from: b1, to: b2 }, { count: 10, asks: true })
  expect(heard).toHaveLength(0)
  const [first] = only(said, "unreachable")
  expect(first).toMatchObject({ delivery: "not-delivered", because: "refused", ask: "ask 0" })
  expect(first?.now).toBe(2 * MS)
})

test("a reset ends what is open now, once", () => {
  const said: Told[] = []
  const mute = party("b2", () => undefined)
  const faults = [{ id: "r", atUs: 50 * MS, fault: { kind: "reset", from: b1, to: b2 } }] as const
  const simulation = simulate({ ...instant, parties: [asker("b1", "b2", 20 * MS, said, 5), mute], faults })
  simulation.run(5 * SECOND)
  expect(
    only(said, "unreachable")
      .map(({ because }) => because)
      .sort(),
  ).toEqual(["closed", "closed", "closed", "timeout", "timeout"])
  expect(simulation.receipts[0]?.receipt).toMatchObject({ connections: 3 })
})

test("a heal ends every fault of its links, and no others", () => {
  const heard: Told[] = []
  const parties = [teller("b1", ["b2", "b3"], 100 * MS, [], 10), listener("b2", heard), listener("b3")]
  const faults = [
    { id: "c", atUs: 0, fault: { kind: "cut", from: b1, to: b2 } },
    { id: "other", atUs: 0, fault: { kind: "cut", from: b1, to: ["b3"] } },
    { id: "h", atUs: 450 * MS, fault: { kind: "heal", from: b1, to: b2 } },
  ] as const
  const simulation = simulate({ ...instant, parties, faults })
  simulation.run(2 * SECOND)
  expect(only(heard, "request")).toHaveLength(5)
  expect(simulation.receipts.map(({ id }) => id)).toEqual(["c", "h"])
})

describe("what links are like anyway", () => {
  test("comes from the first row that names both ends", () => {
    const [two, three]: [Told[], Told[]] = [[], []]
    const links = { otherwise: { latencyUs: 7 * MS }, rows: [{ from: b1, to: b2, latencyUs: 70 * MS }] }
    simulate({ links, parties: [teller("b1", ["b2", "b3"], 200 * MS, [], 3), listener("b2", two), listener("b3", three)] }).run(SECOND)
    expect(delays(only(two, "request"))).toEqual([70 * MS, 70 * MS, 70 * MS])
    expect(delays(only(three, "request"))).toEqual([7 * MS, 7 * MS, 7 * MS])
  })

  test("may be latencies as they were observed", () => {
    const heard: Told[] = []
    simulate({
      links: { otherwise: { latencyUsTable: [3 * MS, 4 * MS, 40 * MS] } },
      parties: [teller("b1", ["b2"], 200 * MS, [], 100), listener("b2", heard)],
    }).run(60 * SECOND)
    expect(new Set(delays(only(heard, "request")))).toEqual(new Set([3 * MS, 4 * MS, 40 * MS]))
  })
})
