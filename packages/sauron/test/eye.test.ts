/** The Eye: sees everything, tells what it can, admits what it forgot, and never troubles the node. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { io } from "socket.io-client"
import { afterEach, describe, expect, test } from "vitest"
import { type Eye, type EyeOptions, openEye } from "../src/eye/index.ts"
import { openSauron, type Sauron } from "../src/index.ts"
import type { Messages } from "../src/recording/protocol.ts"
import { Storyteller, TOKEN } from "./story.ts"

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function sauronAt(port: number): Promise<Sauron> {
  const sauron = await openSauron({ port, token: TOKEN })
  open.push(sauron)
  return sauron
}

function eyeFor(url: string, more: Partial<EyeOptions> = {}): Eye {
  const eye = openEye({ url, node: "b1", ...more })
  open.push(eye)
  return eye
}

const ping = (uri = "/ping", more = {}) => ({ request: { method: "GET", uri, host: "127.0.0.1:8001", ...more }, response: { status: 200 } })

async function requestsOf(sauron: Sauron): Promise<{ uri: string; seq: number; body?: string; route: string; port: number }[]> {
  const answer = await fetch(`${sauron.url}/api/requests?limit=1000`)
  const { requests } = (await answer.json()) as {
    requests: { seq: number; request: { uri: string; body?: string; route: string; port: number } }[]
  }
  return requests.map(({ seq, request }) => ({ seq, ...request }))
}

describe("the Eye", () => {
  test("tells what it saw, numbered, with where and what", async () => {
    const sauron = await sauronAt(0)
    const eye = eyeFor(sauron.url)
    eye.start()
    eye.see(ping("/block/ab?full=1", { body: { number: 7 }, bytes: 12 }))
    eye.see(ping("/x", { route: "/:any", body: "y".repeat(5_000), bytes: 5_000 }))
    expect(await eye.settled()).toBe(true)
    const [first, second] = await requestsOf(sauron)
    expect(first).toMatchObject({ seq: 1, uri: "/block/ab?full=1", route: "/block/ab", port: 8001, body: '{"number":7}' })
    expect(second).toMatchObject({ seq: 2, route: "/:any", body: "y".repeat(2_048) })
    expect(eye.stats()).toMatchObject({ sent: 2, dropped: 0, queued: 0, connected: true })
  })

  test("tells what the node has sent: when it left, and what nobody answered", async () => {
    const sauron = await sauronAt(0)
    const view = io(`${sauron.url}/view`, { transports: ["websocket"], extraHeaders: { origin: sauron.url } })
    open.push({ close: async () => void view.close() })
    const [asker, asked] = [eyeFor(sauron.url, { node: "b2" }), eyeFor(sauron.url)]
    asker.start()
    asked.start()
    const [came, lost] = ["a".repeat(32), "b".repeat(32)]
    asked.see({ ...ping("/ping", { from: "b2" }), t: 900_000, trace: came })
    expect(await asked.settled()).toBe(true)
    const to = "http://127.0.0.1:8001"
    const ask = { method: "GET", route: "/ping", to, durationUs: 500 }
    asker.left({ ...ask, t: 100_000, status: 200, trace: came })
    asker.left({ ...ask, t: 200_000, status: 0, trace: lost })
    asker.left({ ...ask, to: "http://127.0.0.1:1", t: 200_000, status: 0, trace: "c".repeat(32) })
    // Only who was watched is known by name; b2 has answered nobody yet.
    asker.see({ ...ping("/ping", { host: "127.0.0.1:8002" }), t: 950_000 })
    expect(await asker.settled()).toBe(true)
    const question = { from: 0, to: 1_000_000, max: 100 }
    const { messages, remark } = (await view.timeout(5_000).emitWithAck("messages", question)) as Messages
    expect(messages).toMatchObject([
      { from: "b2", to: "b1", sent: 100_000, arrived: 900_000, lost: false, status: 200 },
      { from: "b2", to: "b1", sent: 200_000, lost: true, status: 0 },
    ])
    expect(messages).toHaveLength(2)
    expect(remark).toBe("")
  })

  test("starts by itself some time after the first sighting", async () => {
    const sauron = await sauronAt(0)
    const eye = eyeFor(sauron.url, { startAfterMs: 1 })
    eye.see(ping())
    await sauron.until(() => sauron.counts().taken === 1)
  })

  test("holds no more than it may while Sauron is away; Sauron back, reports flow again and the gap is counted", async () => {
    const first = await sauronAt(0)
    const { port, url } = first
    const eye = eyeFor(url, { queueMax: 10 })
    eye.start()
    eye.see(ping("/before"))
    await eye.settled()
    await first.close()
    for (let n = 1; n <= 25; n++) eye.see(ping(`/away/${n}`))
    expect(eye.stats().queued).toBeLessThanOrEqual(10)
    expect(eye.stats().dropped).toBeGreaterThanOrEqual(15)

    const second = await sauronAt(port)
    expect(await eye.settled(20_000)).toBe(true)
    expect((await requestsOf(second)).map(({ uri }) => uri)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25].map((n) => `/away/${n}`))
    eye.see(ping("/after"))
    expect(await eye.settled()).toBe(true)
    expect(second.counts()).toMatchObject({ taken: 11, missed: 15 })
    expect(eye.stats()).toMatchObject({ sent: 12, dropped: 15 })
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('sauron_reports_missed_total{node="b1"} 15')
  })

  test("says again what a broken line may have lost, and nothing is counted twice", async () => {
    const sauron = await sauronAt(0)
    const batch = (seqs: number[], acked = 0) => ({
      version: 1,
      node: "b1",
      boot: "life",
      dropped: 0,
      acked,
      reports: seqs.map((seq) => ({ seq, request: { method: "GET", uri: `/${seq}` }, response: { status: 200 } })),
    })
    const post = async (body: object) => {
      const headers = { "content-type": "application/json" }
      return (await fetch(`${sauron.url}/sauron/requests`, { method: "POST", headers, body: JSON.stringify(body) })).json()
    }
    expect(await post(batch([1, 2, 3]))).toEqual({ taken: 3 })
    expect(await post(batch([1, 2, 3, 4]))).toEqual({ taken: 1 })
    expect(await post(batch([7]))).toEqual({ taken: 1 })
    expect(sauron.counts()).toEqual({ taken: 5, missed: 2, refused: 0 })
  })

  test("keeps the report and leaves out the excerpts once they weigh too much", async () => {
    const sauron = await sauronAt(0)
    const eye = eyeFor(sauron.url, { excerptCharsMax: 1_500 })
    for (let n = 0; n < 3; n++) eye.see(ping(`/${n}`, { body: "z".repeat(1_000), bytes: 1_000 }))
    eye.start()
    await eye.settled()
    expect((await requestsOf(sauron)).map(({ body }) => body?.length)).toEqual([1_000, undefined, undefined])
  })

  test("breaks nothing by what a node hands to it", async () => {
    const sauron = await sauronAt(0)
    const eye = eyeFor(sauron.url)
    const circular: Record<string, unknown> = {}
    circular.self = circular
    eye.see(ping("/circular", { body: circular, bytes: 10 }))
    eye.see(ping("/bigint", { body: { n: 1n }, bytes: 10 }))
    eye.see(ping("/long", { uri: `/${"u".repeat(100_000)}` }))
    eye.see({ ...ping("/numbers"), t: Number.NaN, durationUs: -1.5, trace: 'no"trace' })
    eye.see({ request: { method: "GET", uri: "/status" }, response: { status: Number.POSITIVE_INFINITY } })
    eye.see(undefined as never)
    eye.see({ request: { method: 7, uri: 8 }, response: {} } as never)
    eye.see(ping("/last"))
    eye.start()
    await eye.settled()
    expect(sauron.counts()).toMatchObject({ taken: 6, refused: 0 })
    expect(eye.stats()).toMatchObject({ sent: 6, dropped: 2 })
  })

  test("tells events only where it holds the run's token; without one they are counted as untold", async () => {
    const sauron = await sauronAt(0)
    const story = new Storyteller()
    const trusted = eyeFor(sauron.url, { token: TOKEN })
    const wrong = eyeFor(sauron.url, { token: "guessed" })
    const none = eyeFor(sauron.url)
    for (const [eye, height] of [
      [trusted, 7],
      [wrong, 8],
      [none, 9],
    ] as const) {
      eye.start()
      eye.tell(story.head("b1", height, `h${height}`))
      await eye.settled()
    }
    expect(sauron.picture().nodes.b1?.height).toBe(7)
    expect([trusted, wrong, none].map((eye) => eye.stats().untold)).toEqual([0, 1, 1])
  })

  test("does not keep a process alive, with Sauron there or away, and loads no socket library before its start", async () => {
    const sauron = await sauronAt(0)
    const eyeModule = fileURLToPath(new URL("../src/eye/index.ts", import.meta.url))
    const run = async (url: string) => {
      const source = `
        const { openEye } = await import(${JSON.stringify(eyeModule)})
        const eye = openEye({ url: ${JSON.stringify(url)}, node: "b1" })
        eye.see({ request: { method: "GET", uri: "/" }, response: { status: 200 } })
        const { default: module } = await import("node:module")
        const heavy = process.memoryUsage().rss > 0 && Object.keys(module._cache ?? {}).filter((file) => /socket\\.io|fastify/.test(file))
        console.log(JSON.stringify(heavy))
        eye.start()`
      return promisify(execFile)(process.execPath, ["--input-type=module", "-e", source], { timeout: 20_000 })
    }
    expect((await run(sauron.url)).stdout.trim()).toBe("[]")
    expect((await run("http://127.0.0.1:9")).stdout.trim()).toBe("[]")
  })
})
