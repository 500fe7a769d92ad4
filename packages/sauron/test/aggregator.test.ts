/** The aggregator's doors: what strangers may send, what is refused and how clearly, who may come in at all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { request as httpRequest } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { io } from "socket.io-client"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openSauron, type Sauron } from "../src/index.ts"
import { reportOf, Storyteller, TOKEN } from "./story.ts"

let sauron: Sauron
beforeAll(async () => {
  sauron = await openSauron({ port: 0, token: TOKEN })
})
afterAll(() => sauron.close())

interface Answer {
  readonly status: number
  readonly body: { readonly [key: string]: unknown }
}

/** By `node:http`, because `fetch` does not let us lie about Host and Origin. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${sauron.url}${path}`, { method, headers }, (response) => {
      let text = ""
      response.on("data", (chunk) => (text += chunk))
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text.startsWith("{") ? JSON.parse(text) : {} }))
    })
    request.on("error", reject)
    request.end(body)
  })
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask("POST", path, { "content-type": "application/json", ...headers }, typeof body === "string" ? body : JSON.stringify(body))

describe("POST /sauron/requests", () => {
  test("takes one report, an array, and the least that a report can say", async () => {
    expect(await post("/sauron/requests", reportOf("b1", "/ping"))).toEqual({ status: 202, body: { taken: 1 } })
    expect(await post("/sauron/requests", [reportOf("b1", "/a"), reportOf("b2", "/b")])).toEqual({ status: 202, body: { taken: 2 } })
    const least = { node: "anybody", request: { method: "GET", uri: "/x?y" }, response: { status: 200 } }
    expect(await post("/sauron/requests", least)).toEqual({ status: 202, body: { taken: 1 } })
  })

  test.each([
    ["a text", '"hello"', "", '"hello"', "an object"],
    ["a report without a node", { request: {}, response: {} }, "node", "nothing", "a name of 1 to 64 characters"],
    [
      "a wrong status",
      [reportOf("b1", "/"), reportOf("b1", "/", Number.MAX_VALUE)],
      "[1].response.status",
      "1.7976931348623157e+308",
      "an integer from 0 to 999",
    ],
    [
      "a report without a path",
      { node: "b1", request: { method: "GET" }, response: {} },
      "request.uri",
      "nothing",
      "a path, `/block/ab12`",
    ],
    ["a batch of another version", { version: 2, node: "b1", boot: "x", reports: [] }, "version", "2", "1, the only version there is"],
    ["too many at once", Array.from({ length: 1_001 }, () => 1), "", '"1001 reports"', "at most 1000 in one message"],
  ])("refuses %s, and says what it saw and what it expected", async (_which, body, at, seen, expected) => {
    expect(await post("/sauron/requests", body)).toMatchObject({ status: 400, body: { error: "malformed", at, seen, expected } })
  })

  test("refuses what is no JSON, what is too large, and what has another content type", async () => {
    expect(await post("/sauron/requests", "{oops")).toMatchObject({ status: 400, body: { error: "malformed" } })
    expect(await post("/sauron/requests", "x".repeat(5_000_000))).toMatchObject({ status: 413, body: { error: "too-large" } })
    expect(await ask("POST", "/sauron/requests", { "content-type": "application/x-www-form-urlencoded" }, "a=b")).toMatchObject({
      status: 415,
    })
    expect(await post("/sauron/requests", '{"__proto__":{"node":"b1"}}')).toMatchObject({ status: 400 })
  })

  test("keeps known fields only, and cuts excerpts", async () => {
    const report = { ...reportOf("cutter", "/", 200, { content: "c".repeat(9_000) }), extra: "x".repeat(10_000) }
    await post("/sauron/requests", report)
    const { requests } = (await (await fetch(`${sauron.url}/api/requests?node=cutter`)).json()) as { requests: Record<string, unknown>[] }
    expect(requests[0]).not.toHaveProperty("extra")
    expect((requests[0] as { response?: { content?: string } }).response?.content).toHaveLength(2_048)
  })

  test("lets an address send only so many posts a second", async () => {
    const strict = await openSauron({ port: 0, postsPerSecond: 2 })
    const send = () =>
      fetch(`${strict.url}/sauron/requests`, { method: "POST", headers: { "content-type": "application/json" }, body: "[]" })
    const statuses = (await Promise.all([send(), send(), send(), send(), send()])).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2)
    await strict.close()
  })
})

describe("POST /sauron/events", () => {
  const story = new Storyteller()
  const bearer = { authorization: `Bearer ${TOKEN}` }

  test("needs the run's token", async () => {
    const event = story.head("b9", 3, "h")
    expect(await post("/sauron/events", event)).toMatchObject({ status: 401, body: { error: "no-token" } })
    expect(await post("/sauron/events", event, { authorization: "Bearer wrong" })).toMatchObject({ status: 401 })
    expect(sauron.picture().nodes.b9).toBeUndefined()
    expect(await post("/sauron/events", event, bearer)).toEqual({ status: 202, body: { taken: 1 } })
    expect(sauron.picture().nodes.b9).toMatchObject({ height: 3, head: "h" })
  })

  test("takes none from anybody where there is no token at all", async () => {
    const open = await openSauron({ port: 0 })
    const headers = { "content-type": "application/json", authorization: "Bearer " }
    const answer = await fetch(`${open.url}/sauron/events`, { method: "POST", headers, body: "[]" })
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain("opened without a token")
    await open.close()
  })

  test.each([
    ["an unknown type", { t: 1, seq: 1, node: "b1", type: "gossip" }, "[0].type"],
    ["a type from the prototype", { t: 1, seq: 1, node: "b1", type: "constructor" }, "[0].type"],
    ["a process event about nobody", { t: 1, seq: 1, node: "w", type: "process", what: "hired" }, "[0].subject"],
    ["a receipt of nonsense", { ...story.fault("f", "began", "fire", "b1"), receipt: { processes: -1 } }, "[0].receipt.processes"],
  ])("refuses %s", async (_which, event, at) => {
    expect(await post("/sauron/events", [event], bearer)).toMatchObject({ status: 400, body: { at } })
  })
})

describe("whoever comes by another name", () => {
  test("is turned away: a foreign Host, a foreign Origin", async () => {
    expect(await ask("GET", "/api/summary", { host: "evil.example" })).toMatchObject({ status: 403, body: { error: "foreign-host" } })
    expect(await ask("GET", "/api/summary", { host: `localhost:${sauron.port}` })).toMatchObject({ status: 200 })
    expect(await post("/sauron/requests", reportOf("b1", "/"), { origin: "http://evil.example" })).toMatchObject({
      status: 403,
      body: { error: "foreign-origin", seen: '"http://evil.example"' },
    })
    expect(await post("/sauron/requests", reportOf("b1", "/"), { origin: sauron.url })).toMatchObject({ status: 202 })
  })

  test.each([
    ["no Origin", {}],
    ["a foreign Origin", { origin: "http://evil.example" }],
    ["a foreign Host", { host: "evil.example", origin: "http://evil.example" }],
  ])("gets no WebSocket with %s", async (_which, extraHeaders) => {
    const socket = io(`${sauron.url}/view`, { transports: ["websocket"], extraHeaders, reconnection: false, forceNew: true })
    const outcome = await new Promise((resolve) => {
      socket.on("connect", () => resolve("connected"))
      socket.on("connect_error", () => resolve("refused"))
    })
    socket.close()
    expect(outcome).toBe("refused")
  })

  test("and every page comes under a strict policy", async () => {
    const { headers } = await fetch(sauron.url)
    expect(headers.get("content-security-policy")).toContain("default-src 'none'")
    expect(headers.get("content-security-policy")).not.toContain("unsafe")
    expect(headers.get("x-content-type-options")).toBe("nosniff")
  })

  test("finds a list of what there is where it finds nothing", async () => {
    expect(await ask("GET", "/nowhere")).toMatchObject({ status: 404, body: { error: "not-found" } })
    expect(await ask("GET", "/../../package.json")).toMatchObject({ status: 404 })
  })
})

describe("reports on disk", () => {
  test("are appended as they come, and never take more room than they may", async () => {
    const dir = mkdtempSync(join(tmpdir(), "sauron-"))
    const writer = await openSauron({ port: 0, dir, fileBytesMax: 20_000 })
    const headers = { "content-type": "application/json" }
    for (let n = 0; n < 20; n++) {
      const body = JSON.stringify(Array.from({ length: 10 }, (_, at) => reportOf("b1", `/${n}/${at}`)))
      await fetch(`${writer.url}/sauron/requests`, { method: "POST", headers, body })
    }
    await writer.close()
    const sizes = readdirSync(dir).map((file) => statSync(join(dir, file)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(26_000)
    const lines = readFileSync(join(dir, "requests.old.ndjson"), "utf8").trim().split("\n")
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ node: "b1", request: { method: "GET" } })
    rmSync(dir, { recursive: true })
  })
})
