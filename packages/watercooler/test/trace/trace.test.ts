/** A stretch of a journal, drawn in every form: what was lost is seen to be lost, and causes come before what they cause. */
import type { JournalEvent } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"
import { elasticOf } from "../../src/trace/elastic.ts"
import { htmlOf } from "../../src/trace/html.ts"
import { mermaidOf } from "../../src/trace/mermaid.ts"
import { otlpOf } from "../../src/trace/otlp.ts"
import { shivizOf } from "../../src/trace/shiviz.ts"
import { spaceTimeOf } from "../../src/trace/space-time.ts"
import { svgOf } from "../../src/trace/svg.ts"
import { planShipped, run } from "../proof/shipped.ts"

const [FIRST, LOST, UNHEARD] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)]
const party = (name: string, port: number) => ({
  name,
  kind: "bigload",
  honest: true,
  misdeeds: [],
  endpoint: `http://127.0.0.1:${port}`,
  key: "",
})

let seq = 0
const line = (t: number, node: string, event: object) => ({ t, node, seq: ++seq, ...event }) as JournalEvent
const asked = (t: number, node: string, from: string, trace: string, status = 200) =>
  line(t, node, {
    type: "request",
    method: "POST",
    route: "/block",
    status,
    link: "c1",
    bytesIn: 1,
    bytesOut: 1,
    durationUs: 1_000,
    trace,
    from,
  })
const answered = (t: number, node: string, port: number, trace: string, status: number, durationUs: number) =>
  line(t, node, {
    type: "answer",
    method: "POST",
    route: "/block",
    to: `http://127.0.0.1:${port}`,
    status,
    durationUs,
    trace,
    ...(status === 0 ? { because: "timeout" } : {}),
  })

const cut = { kind: "cut", from: ["bigload-1"], to: ["bigload-2"], both: true }
const journal: readonly JournalEvent[] = [
  line(0, "watercooler", {
    type: "header",
    version: 1,
    world: "real",
    run: "20261121-120000-abcd",
    seed: "1",
    parties: [party("bigload-1", 8_000), party("bigload-2", 8_001)],
    rules: {},
  }),
  asked(12_000, "bigload-2", "bigload-1", FIRST),
  line(12_100, "bigload-2", { type: "note", fact: { note: "head-moved", height: 1, head: "f00d".repeat(16), reorgDepth: 0 } }),
  answered(14_000, "bigload-1", 8_001, FIRST, 200, 4_000),
  line(20_000, "watercooler", { type: "fault", what: "began", id: "cut-1", fault: cut, by: "scenario" }),
  asked(32_000, "bigload-2", "bigload-1", UNHEARD),
  line(60_000, "watercooler", {
    type: "fault",
    what: "ended",
    id: "cut-1",
    fault: cut,
    by: "scenario",
    receipt: { processes: 0, connections: 1, messages: 2, bytes: 5 },
  }),
  line(70_000, "watercooler", { type: "process", what: "fired", subject: "bigload-2" }),
  answered(2_025_000, "bigload-1", 8_001, LOST, 0, 2_000_000),
  answered(2_030_000, "bigload-1", 8_001, UNHEARD, 0, 2_000_000),
]
const all = { fromUs: 0, toUs: 3_000_000, nodes: undefined }
const picture = spaceTimeOf(journal, all)

test("messages are joined by their causal id, whichever of their ends are known", () => {
  expect(picture.lanes).toEqual(["bigload-1", "bigload-2"])
  expect(picture.messages).toMatchObject([
    { trace: FIRST, sentUs: 10_000, arrivedUs: 11_000, answeredUs: 12_000, heardUs: 14_000, status: 200 },
    { trace: LOST, from: "bigload-1", to: "bigload-2", sentUs: 25_000, arrivedUs: undefined, because: "timeout" },
    { trace: UNHEARD, sentUs: 30_000, arrivedUs: 31_000, heardUs: undefined, status: 0 },
  ])
  expect(picture.bands).toMatchObject([
    { kind: "link", words: "cut b1 ↔ b2: 2 messages stopped on 1 connection", fromUs: 20_000, toUs: 60_000 },
    { kind: "away", nodes: ["bigload-2"], fromUs: 70_000, toUs: 3_000_000 },
  ])
})

test("of a window, only what reaches into it; the other ends of its messages may lie outside", () => {
  const later = spaceTimeOf(journal, { fromUs: 20_000, toUs: 28_000, nodes: ["bigload-2"] })
  expect(later.messages.map(({ trace }) => trace)).toEqual([LOST])
  expect(later.marks).toEqual([])
  expect(later.bands).toMatchObject([{ fromUs: 20_000, toUs: 28_000 }])
})

test("as SVG and as a page: lost messages are broken, names and words are no markup", () => {
  const svg = svgOf(picture)
  expect(svg.match(/class="lost"/g)).toHaveLength(2)
  expect(svg.match(/class="request/g)).toHaveLength(2)
  expect(svg.match(/class="answer"/g)).toHaveLength(1)
  const odd = svgOf({ ...picture, marks: [{ node: "bigload-1", t: 1, words: "<script>alert(1)</script>" }] })
  expect(odd).not.toContain("<script")
  expect(htmlOf(picture)).toContain("default-src 'none'")
})

test("time stretches in bursts and shrinks in silence, and never runs backwards", () => {
  const { breaks, height, ticks, y } = elasticOf(picture)
  const moments = [0, 10_000, 11_000, 12_000, 25_000, 2_025_000, 3_000_000]
  const ys = moments.map(y)
  expect(ys).toEqual([...ys].sort((a, b) => a - b))
  expect(new Set(ys).size).toBe(moments.length)
  expect(y(11_000) - y(10_000)).toBeGreaterThanOrEqual(11)
  expect(y(3_000_000) - y(2_025_000)).toBeLessThan(130)
  expect(height).toBe(y(3_000_000))
  expect(ticks.length).toBeGreaterThan(3)
  expect(breaks.length).toBeGreaterThan(0)
})

test("as Mermaid", () => {
  expect(mermaidOf(picture)).toBe(`sequenceDiagram
  participant bigload_1 as b1
  participant bigload_2 as b2
  bigload_1->>bigload_2: POST /block
  bigload_2-->>bigload_1: 200
  Note over bigload_2: head 1 f00df0
  Note over bigload_1,bigload_2: cut b1 ↔ b2  2 messages stopped on 1 connection
  bigload_1-xbigload_2: POST /block (timeout)
  bigload_1->>bigload_2: POST /block
  bigload_2--xbigload_1: 0
  Note over bigload_1,bigload_2: over  cut b1 ↔ b2  2 messages stopped on 1 connection
  Note over bigload_2: bigload-2 fired
  Note over bigload_2: over  bigload-2 fired
`)
})

describe("as ShiViz", () => {
  const parsed = (text: string) =>
    [...text.matchAll(/(\S*) ({.*})\n(.*)/g)].map(([, host, clock, words]) => ({
      host,
      clock: JSON.parse(clock ?? "{}") as Record<string, number>,
      words,
    }))

  test("every event has a vector clock, one more of its own each time", () => {
    const events = parsed(shivizOf(picture))
    const own = new Map<string, number>()
    for (const { clock, host = "" } of events) {
      own.set(host, (own.get(host) ?? 0) + 1)
      expect(clock[host]).toBe(own.get(host))
    }
    expect(events.find(({ words }) => words === "hears 200")?.clock).toEqual({ "bigload-1": 2, "bigload-2": 2 })
  })

  test("of a whole simulated run too: whoever hears knows what the speaker knew", () => {
    const events: JournalEvent[] = []
    run(planShipped("minority-partition", 1), { listener: (event) => void events.push(event) })
    const real = spaceTimeOf(events, { fromUs: 5_000_000, toUs: 9_000_000, nodes: undefined })
    expect(real.messages.length).toBeGreaterThan(50)
    const seen = parsed(shivizOf(real))
    expect(seen.length).toBeGreaterThan(150)
    const heard = seen.filter(({ words }) => words?.startsWith("hears") || words?.startsWith("is asked"))
    expect(heard.every(({ clock }) => Object.keys(clock).length >= 2)).toBe(true)
  })
})

test("as OTLP: a client's span, its server's below it, and an error where nobody answered", () => {
  const { resourceSpans } = JSON.parse(otlpOf(picture, 1_700_000_000_000_000)) as {
    readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Record<string, unknown>[] }[] }[]
  }
  const [client, server] = resourceSpans.map(({ scopeSpans }) => scopeSpans[0]?.spans ?? [])
  expect(client).toHaveLength(3)
  expect(server).toHaveLength(2)
  expect(server?.[0]).toMatchObject({
    traceId: FIRST,
    parentSpanId: client?.[0]?.spanId,
    kind: 2,
    startTimeUnixNano: "1700000000011000000",
  })
  expect(client?.[1]).toMatchObject({ kind: 3, status: { code: 2, message: "timeout" } })
})
