/** A stranger throws everything at a real BigLoad: it neither dies nor slows down for others, and says what was wrong. */

import { mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { longChain } from "../../bench/chain.ts"
import { type BenchNode, freePorts, get, startNode } from "../../bench/processes.ts"

const folder = mkdtempSync(join(tmpdir(), "watercooler-fuzz-"))
let node: BenchNode
let port: number
let key: string

beforeAll(async () => {
  port = (await freePorts(1))[0] as number
  const party = { name: "bigload-1", kind: "bigload", endpoint: `http://127.0.0.1:${port}` }
  const { plan } = longChain([party], 0, 2, [], 12)
  node = await startNode(folder, { name: party.name, port, settings: plan.settingsOf(party), logLevel: "silent" })
  key = plan.keyOf(party)
})

afterAll(async () => {
  await node.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Said {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function send(method: string, path: string, body?: string, type = "application/json"): Promise<Said> {
  const response = await fetch(`${node.url}${path}`, { method, headers: { "content-type": type }, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  return { status: response.status, body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

const post = (path: string, value: unknown): Promise<Said> => send("POST", path, typeof value === "string" ? value : JSON.stringify(value))

describe("a transfer", () => {
  test.each([
    [{ to: "KEY", amount: -1 }, "body.amount is -1"],
    [{ to: "KEY", amount: 0 }, "body.amount is 0"],
    [{ to: "KEY", amount: 1.5 }, "body.amount is 1.5"],
    [{ to: "KEY", amount: "7" }, 'body.amount is "7"'],
    [{ to: "KEY", amount: null }, "body.amount is null"],
    [{ to: "KEY" }, "body.amount is nothing"],
    [{ to: "KEY", amount: 2 ** 53 }, "body.amount is 9007199254740992"],
    [{ to: "", amount: 1 }, 'body.to is ""'],
    [{ amount: 1 }, "body.to is nothing"],
    [[1, 2], "body is [1,2]"],
    ["null", "body is null"],
    ['{"__proto__":{"to":"x","amount":1}}', "body.to is nothing"],
    ['{"to":"KEY","amount":NaN}', "not JSON"],
    ['{"to":"KEY","amount":1e400}', "body.amount is null"],
    ["", "not JSON"],
  ])("of %j is refused with words", async (value, words) => {
    const said = await send("POST", "/transfer", (typeof value === "string" ? value : JSON.stringify(value)).replace("KEY", key))
    expect(said.status).toBe(400)
    expect(String(said.body.detail)).toContain(words)
  })

  test("to a place that is no node is refused without a word to that place", async () => {
    expect(await post("/transfer", { to: "http://127.0.0.1:1", amount: 1 })).toMatchObject({ status: 502 })
    expect(await post("/transfer", { to: "http://169.254.169.254:80", amount: 1 })).toMatchObject({ status: 502 })
    expect(await post("/transfer", { to: "file:///etc/passwd", amount: 1 })).toMatchObject({ status: 400 })
  })

  test("from a form on a foreign page is refused", async () => {
    const headers = { origin: "http://evil.example", "content-type": "application/x-www-form-urlencoded" }
    const response = await fetch(`${node.url}/explorer/send`, { method: "POST", headers, body: `to=${key}&amount=1` })
    expect(response.status).toBe(403)
    expect(await get(`${node.url}/mempool`)).toEqual({ transactions: [] })
  })
})

describe("everything else", () => {
  test("deep JSON, prototype keys and wrong types are 400", async () => {
    for (const depth of [100, 10_000, 400_000]) {
      const said = await post("/block", "[".repeat(depth) + "]".repeat(depth))
      expect(said.status, `depth ${depth}`).toBe(400)
    }
    expect((await post("/block", '{"constructor":{"prototype":{"x":1}}}')).status).toBe(400)
    expect((await send("POST", "/block", "<xml/>", "text/xml")).status).toBe(415)
    expect((await send("GET", "/blockchain?from=-1")).status).toBe(400)
    expect((await send("GET", "/blockchain?limit=100000000")).status).toBe(400)
    expect((await send("GET", "/block/../../etc/passwd")).status).toBe(404)
    expect((await send("GET", "/accounts/__proto__")).status).toBe(400)
  })

  test("a hundred megabytes are cut off", async () => {
    const cutOff = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1")
      let heard = ""
      socket.on("data", (chunk) => {
        heard += chunk
      })
      socket.on("error", () => undefined)
      socket.on("close", () => resolve(heard))
      socket.write(`POST /block HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n`)
      const chunk = Buffer.alloc(65_536, 120)
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk));
        if (!socket.destroyed) socket.once("drain", pour)
      }
      pour()
    })
    expect(cutOff.startsWith("HTTP/1.1 413") || cutOff === "").toBe(true)
  })

  test("a thousand fuzzed requests, and slow ones beside them, leave the node quick for others", async () => {
    const slow = Array.from({ length: 100 }, () => {
      const socket = connect(port, "127.0.0.1", () => socket.write("POST /block HTTP/1.1\r\nhost: x\r\ncontent-le"))
      socket.on("error", () => undefined)
      return socket
    })
    const paths = ["/block", "/transfer", "/peers", "/blockchain?from=1", "/status", "/%00", "/accounts/x", "/explorer/send"]
    const body = fc.oneof(
      fc.json(),
      fc.string({ maxLength: 2_000 }),
      fc.object().map((value) => JSON.stringify({ hello: value, to: key, amount: value })),
    )
    const requests = fc.sample(
      fc.record({ method: fc.constantFrom("GET", "POST", "DELETE", "PUT", "PATCH"), path: fc.constantFrom(...paths), body }),
      { numRuns: 1_000, seed: 7 },
    )
    const statuses = new Map<number, number>()
    const worker = async (): Promise<void> => {
      for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
        const { status } = await send(next.method, next.path, next.method === "GET" ? undefined : next.body)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    for (const socket of slow) socket.destroy()
    expect([...statuses.keys()].filter((status) => status >= 500 && status !== 502)).toEqual([])
    expect(await get(`${node.url}/ping`)).toEqual({ pong: true, name: "bigload-1" })
    const metrics = await (await fetch(`${node.url}/metrics`)).text()
    expect(Number(/^host_step_seconds_max (.+)$/m.exec(metrics)?.[1]), "no step took longer than a tenth of a second").toBeLessThan(0.1)
    expect(node.child.exitCode).toBeNull()
  })
})
