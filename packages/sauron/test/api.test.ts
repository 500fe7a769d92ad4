/** The API for scripts, and the tracker's routes: filters, limits, clear refusals, and everything the OpenAPI document promises. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Hello, signHello } from "@watercooler/kernel"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { nodeCrypto } from "../src/aggregator/crypto.ts"
import { openSauron, type Sauron } from "../src/index.ts"
import { reportOf, stormyOffice } from "./story.ts"

let sauron: Sauron
beforeAll(async () => {
  sauron = await openSauron({ port: 0, reportsMax: 5 })
  sauron.tell(stormyOffice())
  await post("/sauron/requests", [
    reportOf("b1", "/forgotten"),
    reportOf("b1", "/ping"),
    reportOf("b1", "/block", 400, { method: "POST", content: "Overspent" }),
    reportOf("b2", "/block", 201, { method: "POST" }),
    reportOf("b2", "/ping", 404),
    reportOf("b2", "/ping", 503),
  ])
})
afterAll(() => sauron.close())

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${sauron.url}${path}`)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

async function post(path: string, body: unknown, url = sauron.url): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

describe("GET /api/requests", () => {
  test.each([
    ["", ["b1 /ping 200", "b1 /block 400", "b2 /block 201", "b2 /ping 404", "b2 /ping 503"]],
    ["?node=b1", ["b1 /ping 200", "b1 /block 400"]],
    ["?route=/block", ["b1 /block 400", "b2 /block 201"]],
    ["?status=404", ["b2 /ping 404"]],
    ["?status=4xx", ["b1 /block 400", "b2 /ping 404"]],
    ["?text=overspent", ["b1 /block 400"]],
    ["?node=b2&status=5xx", ["b2 /ping 503"]],
    ["?limit=1", ["b2 /ping 503"]],
    ["?after=4", ["b2 /ping 404", "b2 /ping 503"]],
    ["?after=0&limit=2", ["b1 /ping 200", "b1 /block 400"]],
  ])("%s", async (query, expected) => {
    const { body } = await get(`/api/requests${query}`)
    const requests = body.requests as ReturnType<typeof reportOf>[]
    expect(requests.map(({ node, request, response }) => `${node} ${request.uri} ${response.status}`)).toEqual(expected)
  })

  test("says where to go on, how old the oldest is, and how many there were in all", async () => {
    const { body } = await get("/api/requests?after=2&limit=2&node=b2")
    expect(body).toMatchObject({ after: 5, oldest: 2, newest: 6, total: 6 })
    expect((await get("/api/requests?after=6")).body).toMatchObject({ requests: [], after: 6 })
  })

  test.each(["?limit=0", "?limit=1001", "?limit=many", "?after=-1", "?status=teapot", "?status=6xx", "?nodes=b1", "?node=b1&node=b2"])(
    "refuses %s clearly",
    async (query) => {
      const { status, body } = await get(`/api/requests${query}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({ error: "malformed", seen: expect.any(String), expected: expect.any(String) })
    },
  )
})

describe("the rest of the API", () => {
  test("tells the run in numbers, its forks, faults, bans and chains", async () => {
    expect((await get("/api/summary")).body).toMatchObject({
      run: "2026-11-20-quiet-owl",
      heightMax: 41,
      forked: true,
      reports: { taken: 6, held: 5, missed: 0 },
    })
    expect((await get("/api/forks")).body).toMatchObject({
      forked: true,
      branches: [{ relation: "longest" }, { relation: "forked" }, { relation: "behind" }],
    })
    expect((await get("/api/faults?limit=1")).body).toMatchObject({ faults: [{ id: "f5" }], total: 3 })
    expect((await get("/api/bans")).body).toMatchObject({ bans: [{ name: "shit-1" }], total: 3 })
    expect((await get("/api/chains?limit=2")).body.blocks).toHaveLength(2)
    expect((await get("/api/nodes?limit=1")).body).toMatchObject({ nodes: [{ name: "bigload-1", missed: 0 }], total: 9 })
  })

  test("never loses count, though it forgets reports", async () => {
    const text = await (await fetch(`${sauron.url}/metrics`)).text()
    expect(text).toContain('sauron_requests_total{node="b1",method="GET",route="/forgotten",status="200"} 1')
    expect(text).toContain('sauron_request_duration_seconds_bucket{node="b2",method="GET",route="/ping",le="0.001"} 2')
    for (const line of text.trim().split("\n")) expect(line).toMatch(/^(# (HELP|TYPE) .+|[a-z_]+(\{.*\})? [0-9.e+-]+)$/)
  })

  test("answers every path of its OpenAPI document", async () => {
    const { body } = await get("/openapi.json")
    for (const [path, methods] of Object.entries(body.paths as Record<string, object>)) {
      if ("get" in methods) expect((await fetch(`${sauron.url}${path}`)).status, path).toBe(200)
      if ("post" in methods) expect((await post(path, "nonsense")).status, path).toBeOneOf(path.startsWith("/from/") ? [404] : [400, 401]) // Nobody has that address.
    }
  })
})

describe("the tracker over HTTP", () => {
  const seed = nodeCrypto.hash("b1")
  const key = nodeCrypto.publicKeyOf(seed)
  let node: Server
  let endpoint: string
  let tracker: Sauron

  beforeAll(async () => {
    node = createServer((_request, response) => void response.end(JSON.stringify({ key, name: "b1", network: "crapcoin" })))
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve))
    const { port } = node.address() as AddressInfo
    endpoint = `http://127.0.0.1:${port}`
    tracker = await openSauron({ port: 0, dial: [`127.0.0.1:${port}-${port}`] })
  })
  afterAll(async () => {
    await tracker.close()
    node.close()
  })

  const helloTo = (url: string, changes: Partial<Hello> = {}): Hello =>
    signHello(nodeCrypto, seed, {
      network: "crapcoin",
      version: 1,
      capabilities: [],
      role: "node",
      name: "b1",
      endpoint,
      key,
      to: url,
      ...changes,
    })

  test("welcomes a node that it could dial back, and tells others of it", async () => {
    expect(await post("/peers", { hello: helloTo(tracker.url) }, tracker.url)).toEqual({ status: 200, body: {} })
    const peers = async (query: string) => (await fetch(`${tracker.url}/peers${query}`)).json()
    expect(await peers("?limit=3")).toEqual({ peers: [{ endpoint, key, name: "b1" }] })
    expect(await peers(`?limit=3&except=${encodeURIComponent(endpoint)}`)).toEqual({ peers: [] })
  })

  test("dials nothing outside the run, whoever asks", async () => {
    const elsewhere = helloTo(tracker.url, { endpoint: "http://127.0.0.1:1" })
    expect(await post("/peers", { hello: elsewhere }, tracker.url)).toMatchObject({ status: 400, body: { error: "not-dialled-back" } })
  })

  test.each([
    ["no hello", {}, "hello"],
    ["a line break in a signed field", { hello: { ...helloTo("x"), name: "b1\nfull" } }, "hello.name"],
    ["capabilities that are no words", { hello: { ...helloTo("x"), capabilities: ["A B"] } }, "hello.capabilities[0]"],
  ])("refuses %s", async (_which, body, at) => {
    expect(await post("/peers", body, tracker.url)).toMatchObject({ status: 400, body: { error: "malformed", at } })
  })

  test("learns of a node by watching it answer", async () => {
    const dir = mkdtempSync(join(tmpdir(), "sauron-"))
    const journalFile = join(dir, "sauron.ndjson")
    const watcher = await openSauron({ port: 0, dial: [`127.0.0.1:${new URL(endpoint).port}`], journalFile })
    await post("/sauron/requests", reportOf("b1", "/ping", 200, { port: Number(new URL(endpoint).port) }), watcher.url)
    await watcher.until(() => readFileSync(journalFile, "utf8").includes("peer-added"))
    expect(await (await fetch(`${watcher.url}/peers`)).json()).toEqual({ peers: [{ endpoint, key, name: "b1" }] })
    const noted = { type: "note", node: "sauron", seq: 1, fact: { note: "peer-added", endpoint, from: "sighting" } }
    expect(JSON.parse(readFileSync(journalFile, "utf8"))).toMatchObject(noted)
    rmSync(dir, { recursive: true })
    await watcher.close()
  })
})
