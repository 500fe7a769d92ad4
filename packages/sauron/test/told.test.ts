/** What programs of somebody else tell: notes, spans and logs, each under its own name, and bounded. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { openSauron, type Sauron } from "../src/index.ts"
import { addressFor } from "../src/told/index.ts"
import { type Clocks, readLogs, readTraces } from "../src/told/otlp.ts"

const TOKEN = "the token of the run"
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function open(seen: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), "watercooler-told-"))
  const file = join(dir, "told.ndjson")
  const parties = ["n-1", "n-2"].map((name) => ({ name, kind: "n", honest: true }))
  const tellers = { names: ["n-1", "n-2"], seen, file }
  const sauron: Sauron = await openSauron({ port: 0, token: TOKEN, run: { id: "run", seed: "1", parties }, tellers })
  closing.push(
    () => rmSync(dir, { recursive: true }),
    () => sauron.close(),
  )
  const tell = async (path: string, body: unknown, { name = "n-1", type = "application/json", headers = {} } = {}) => {
    const sent = typeof body === "string" ? body : JSON.stringify(body)
    const answer = await fetch(`${sauron.url}${addressFor(TOKEN, name)}${path}`, {
      method: "POST",
      headers: { "content-type": type, ...headers },
      body: sent,
    })
    return { status: answer.status, body: (await answer.json()) as { readonly [key: string]: unknown } }
  }
  const events = () =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
  const rows = async () => (await (await fetch(`${sauron.url}/api/requests`)).json()) as { readonly requests: readonly object[] }
  return { sauron, tell, events, rows }
}

const span = (more: object = {}) => ({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "GET /keys/{key}",
  kind: 2,
  startTimeUnixNano: "1000000000",
  endTimeUnixNano: "1250000000",
  attributes: [
    { key: "http.request.method", value: { stringValue: "GET" } },
    { key: "http.route", value: { stringValue: "/keys/{key}" } },
    { key: "http.response.status_code", value: { intValue: "503" } },
  ],
  ...more,
})
const traces = (...spans: readonly object[]) => ({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] })
const clocks: Clocks = { unixNs: 2_000_000_000n, runUs: 5_000_000 }

describe("notes", () => {
  test("an object, several, or a line of text become notes of whoever told them, and marks of its lane", async () => {
    const { events, tell } = await open()
    expect(await tell("/notes", { note: "became-leader", term: 3, told: "by me" })).toEqual({ status: 202, body: { taken: 1 } })
    expect((await tell("/notes", [{ note: "a" }, { note: "b" }], { name: "n-2" })).body).toEqual({ taken: 2 })
    expect((await tell("/notes", "hello there\n", { type: "text/plain" })).status).toBe(202)
    expect(events().map(({ fact, node, type }) => [type, node, fact])).toEqual([
      ["note", "n-1", { note: "became-leader", term: 3, told: "note" }],
      ["note", "n-2", { note: "a", told: "note" }],
      ["note", "n-2", { note: "b", told: "note" }],
      ["note", "n-1", { note: "said", text: "hello there", told: "note" }],
    ])
  })

  test("what is too much or too deep is left out, and it is said how much", async () => {
    const { events, tell } = await open()
    const facts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, at]))
    expect((await tell("/notes", { note: "much", ...facts })).status).toBe(202)
    expect((await tell("/notes", { note: "long", list: Array.from({ length: 35 }, (_, at) => at) })).status).toBe(202)
    expect((await tell("/notes", { note: "deep", a: { b: { c: { d: { e: { f: 1 } } } } } })).status).toBe(202)
    const [much, long, deep] = events().map(({ fact }) => fact)
    expect(much).toMatchObject({ f0: 0, f31: 31, "…": "8 more" })
    expect(much.f32).toBeUndefined()
    expect(long.list.slice(-2)).toEqual([31, "… 3 more"])
    expect(deep.a).toEqual({ b: { c: { d: { e: "…" } } } })
  })

  test("the picture does not take them for the words of our own chains", async () => {
    const { sauron, tell } = await open()
    await tell("/notes", { note: "head-moved", height: 7, head: "ab", reorgDepth: 3 })
    expect(sauron.picture().totals.reorgs).toBe(0)
    expect(sauron.picture().nodes["n-1"]?.height).toBeUndefined()
  })

  test.each([
    ["a note without a name", { term: 3 }, 400, "note"],
    ["a name that is none", { note: "Became Leader!" }, 400, "became-leader"],
    ["an empty line", '" "', 400, "a line of text"],
    ["too many at once", Array.from({ length: 101 }, () => ({ note: "a" })), 400, "at most 100"],
    ["no JSON", "{", 400, "JSON"],
    ["more than a mebibyte", { note: "a", text: "x".repeat(1_048_577) }, 413, "larger"],
  ])("%s is refused with a sentence", async (_what, body, status, words) => {
    const { tell } = await open()
    const answer = await tell("/notes", body)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(words)
  })

  test("what is too long or too deep is cut; what is too often is refused for a second", async () => {
    const { events, tell } = await open()
    const facts = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`fact${at}`, at]))
    await tell("/notes", { note: "a", text: "x".repeat(5_000), deep: [[[[[[1]]]]]], ...facts })
    const [{ fact }] = events()
    expect(fact.text.length).toBe(2_049)
    expect(fact.deep).toEqual([[[["…"]]]])
    expect(Object.keys(fact).length).toBeLessThanOrEqual(35)
    // A machine that has much to do takes longer for a hundred of them.
    const refused: Awaited<ReturnType<typeof tell>>[] = []
    for (let round = 0; round < 20 && refused.length === 0; round++) {
      const answers = await Promise.all(Array.from({ length: 200 }, () => tell("/notes", { note: "a" })))
      refused.push(...answers.filter(({ status }) => status === 429))
    }
    expect(JSON.stringify(refused[0]?.body)).toContain("n-1 has posted more than 100 times this second")
    expect((await tell("/notes", { note: "a" }, { name: "n-2" })).status).toBe(202)
  })

  test("an address that somebody has made up is nobody's", async () => {
    const { sauron } = await open()
    const own = addressFor(TOKEN, "n-1")
    for (const path of [own.replace("n-1", "n-2"), addressFor("another token", "n-1"), addressFor(TOKEN, "n-9"), "/from/n-1"]) {
      const answer = await fetch(`${sauron.url}${path}/notes`, { method: "POST", headers: { "content-type": "text/plain" }, body: "x" })
      expect(answer.status, path).toBe(404)
    }
  })
})

describe("OpenTelemetry", () => {
  test("what a server says that it has answered is a request like any other", async () => {
    const { events, rows, sauron, tell } = await open()
    expect(await tell("/v1/traces", traces(span()))).toEqual({ status: 200, body: {} })
    expect(events()).toMatchObject([
      { type: "request", node: "n-1", method: "GET", route: "/keys/{key}", status: 503, durationUs: 250_000 },
    ])
    expect((await rows()).requests).toMatchObject([{ node: "n-1", request: { route: "/keys/{key}" }, response: { status: 503 } }])
    expect(sauron.picture().totals).toMatchObject({ requests: 1, failures: 1 })
  })

  test("where the switchboard reports answers already, it is a span", () => {
    const { told } = readTraces(traces(span()), clocks, true)
    expect(told).toMatchObject([{ type: "note", fact: { note: "span", kind: "server", durationUs: 250_000 } }])
  })

  test("times are those of the run: never before it began, never after now", () => {
    const at = (endTimeUnixNano: string) => readTraces(traces(span({ endTimeUnixNano })), clocks, true).told[0]?.t
    expect(at("1250000000")).toBe(4_250_000)
    expect(at("0")).toBe(5_000_000)
    expect(at("1000")).toBe(3_000_001)
    expect(at("99999999999999")).toBe(5_000_000)
    expect(readTraces(traces(span()), { unixNs: 10n ** 18n, runUs: 5 }, true).told[0]?.t).toBe(0)
  })

  test("other spans are notes, with what they are about", () => {
    const [told] = readTraces(
      traces(
        span({
          kind: "SPAN_KIND_CLIENT",
          name: "append",
          parentSpanId: "00f067aa0ba902b7",
          status: { code: 2, message: "no quorum" },
          attributes: [
            { key: "term", value: { intValue: 3 } },
            { key: "to", value: { arrayValue: { values: [{ stringValue: "n-2" }, { boolValue: true }, { doubleValue: 0.5 }] } } },
            { key: "inner", value: { kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }] } } },
          ],
        }),
      ),
      clocks,
      false,
    ).told
    expect(told).toMatchObject({
      type: "note",
      fact: {
        ...{ note: "span", told: "span", name: "append", kind: "client", error: "no quorum", parent: "00f067aa0ba902b7" },
        attributes: { term: 3, to: ["n-2", true, 0.5], inner: { a: "b" } },
      },
    })
  })

  test("lines of a log", () => {
    const nested = Array.from({ length: 2_000 }).reduce<object>((value) => ({ kvlistValue: { values: [{ key: "a", value }] } }), {
      intValue: "1",
    })
    const logRecords = [
      { timeUnixNano: "1500000000", severityText: "WARN", body: { stringValue: "slow disk" }, attributes: [] },
      { observedTimeUnixNano: "1750000000", severityNumber: 17, body: { kvlistValue: { values: [] } } },
      { timeUnixNano: "1500000000", body: { stringValue: "nested" }, attributes: [{ key: "in", value: nested }] },
    ]
    const { told } = readLogs({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }, clocks)
    expect(told).toMatchObject([
      { t: 4_500_000, fact: { note: "log", severity: "WARN", text: "slow disk" } },
      { t: 4_750_000, fact: { note: "log", severity: "error", text: {} } },
      { fact: { attributes: { in: { a: { a: { a: "…" } } } } } },
    ])
  })

  test("what is too much in one message is counted, as the protocol says it", async () => {
    const { events, tell } = await open()
    const small = { name: "a", kind: 1 }
    const answer = await tell("/v1/traces", traces(...Array.from({ length: 1_003 }, () => small)))
    expect(answer).toMatchObject({ status: 200, body: { partialSuccess: { rejectedSpans: "3" } } })
    expect(events()).toHaveLength(1_000)
  })

  test("protobuf, compressed bodies and what is no OTLP are refused with what to do", async () => {
    const { tell } = await open()
    const answers = [
      await tell("/v1/traces", "x", { type: "application/x-protobuf" }),
      await tell("/v1/traces", "x", { headers: { "content-encoding": "gzip" } }),
      await tell("/v1/logs", { spans: [] }),
      await tell("/v1/traces", { resourceSpans: ["x"] }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([415, 415, 400, 400])
    const words = ["OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_COMPRESSION=none", "resourceLogs", "an object"]
    for (const [at, word] of words.entries()) expect(JSON.stringify(answers[at]?.body)).toContain(word)
  })
})
