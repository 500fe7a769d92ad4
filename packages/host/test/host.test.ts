/** What a host promises to a node program, and to those who talk to it. */
import { readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { connect, createServer as createTcpServer, type Server } from "node:net"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { NodeCrypto } from "../src/crypto/crypto.ts"
import { replayInputs } from "../src/replay/replay.ts"
import { SqliteStore } from "../src/store/sqlite.ts"
import { counter } from "./fixtures/counter.ts"
import { ask, configIn, folder, start } from "./fixtures/start.ts"

describe("a node", () => {
  test("finds after a restart what it had persisted", async () => {
    const dir = folder()
    const first = await start(configIn(dir))
    await ask(first.url, { kind: "add", n: 5 })
    expect(await ask(first.url, { kind: "add", n: 2 })).toEqual({ sum: 7 })
    await first.leave()
    const second = await start(configIn(dir))
    expect(await ask(second.url, { kind: "sum" })).toEqual({ sum: 7 })
  })

  test("computes off its event loop", async () => {
    const { url } = await start(configIn(folder()))
    expect(await ask(url, { kind: "square", n: 12 })).toEqual({ result: 144 })
  })

  test("writes a journal whose lines are numbered without gaps across its lives", async () => {
    const dir = folder()
    for (const n of [1, 2]) {
      const node = await start(configIn(dir))
      await ask(node.url, { kind: "add", n })
      await node.leave()
    }
    const events = readFileSync(join(dir, "journal.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: number; type: string })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    expect(events.map(({ type }) => type)).toEqual(["note", "request", "note", "note", "request", "note"])
  })
})

describe("a record of inputs", () => {
  test("leads a fresh program to the same effects, byte for byte, over several lives", async () => {
    const dir = folder()
    const other = await start(configIn(folder()))
    for (let life = 0; life < 2; life++) {
      const node = await start(configIn(dir))
      await ask(node.url, { kind: "add", n: 3 })
      await ask(node.url, { kind: "relay", to: other.url, n: 1 })
      await ask(node.url, { kind: "relay", to: "http://127.0.0.1:1", n: 1 })
      await ask(node.url, { kind: "square", n: 3 })
      await fetch(`${node.url}/add`, { method: "POST", body: "{" })
      await node.leave()
    }
    const options = { file: join(dir, "inputs.ndjson"), blueprint: counter as never, settings: {}, crypto: new NodeCrypto() }
    expect(replayInputs(options)).toMatchObject({ same: true, boots: 2 })
  })

  test("tells where a program parts from it", async () => {
    const dir = folder()
    const node = await start(configIn(dir))
    await ask(node.url, { kind: "add", n: 3 })
    await ask(node.url, { kind: "sum" })
    await node.leave()
    const file = join(dir, "inputs.ndjson")
    writeFileSync(file, readFileSync(file, "utf8").replace('\\"n\\":3', '\\"n\\":4'))
    const replayed = replayInputs({ file, blueprint: counter as never, settings: {}, crypto: new NodeCrypto() })
    expect(replayed).toMatchObject({ same: false, turn: 1 })
  })
})

describe("whoever cannot be reached", () => {
  test("is reported with whether the request may have arrived", async () => {
    const { url } = await start(configIn(folder()))
    const silent = await listening(createTcpServer(() => undefined))
    const rude = await listening(createTcpServer((socket) => socket.once("data", () => socket.destroy())))
    expect(await ask(url, { kind: "relay", to: "http://127.0.0.1:1", n: 1 })).toEqual({ failed: "refused", delivery: "not-delivered" })
    expect(await ask(url, { kind: "relay", to: silent, n: 1 })).toEqual({ failed: "timeout", delivery: "maybe-delivered" })
    expect(await ask(url, { kind: "relay", to: rude, n: 1 })).toEqual({ failed: "closed", delivery: "maybe-delivered" })
  })

  test("includes every place outside the run: no node is a port scanner", async () => {
    const { url } = await start(configIn(folder(), { dial: ["127.0.0.1:2-3"] }))
    let asked = 0
    const to = await listening(
      createServer((_request, response) => {
        asked++
        response.end("{}")
      }),
    )
    expect(await ask(url, { kind: "relay", to, n: 1 })).toEqual({
      failed: "refused",
      delivery: "not-delivered",
    })
    expect(asked).toBe(0)
  })

  test("never costs more than the queue: what does not fit is overloaded", async () => {
    const { url } = await start(configIn(folder(), { asksPerPeerMax: 1, peerTimeoutMs: 150 }))
    const silent = createTcpServer(() => undefined)
    const to = await listening(silent)
    silent.once("connection", () => silent.close())
    const node = ask(url, { kind: "flood", to, n: 2_010 })
    const { result } = (await node) as { result: Record<string, number> }
    expect(result.overloaded).toBe(9)
  })
})

describe("on the way to a switchboard", () => {
  const board = "127.0.0.1:1" // Nobody is there: only what was sent before ever arrives.

  test("what was asked directly comes to its end first", async () => {
    const { switchTo, url } = await start(configIn(folder()))
    let answer: (() => void) | undefined
    const arrived = Promise.withResolvers<void>()
    const to = await listening(
      createServer((_request, response) => {
        answer = () => response.end(JSON.stringify({ sum: 9 }))
        arrived.resolve()
      }),
    )
    const relayed = ask(url, { kind: "relay", to, n: 1 })
    await arrived.promise
    const order: string[] = []
    const switched = switchTo(board).then(() => order.push("switched"))
    const answered = relayed.then((result) => order.push(JSON.stringify(result)))
    expect(await ask(url, { kind: "relay", to, n: 1 })).toEqual({ failed: "refused", delivery: "not-delivered" })
    expect(order).toEqual([])
    answer?.()
    await Promise.all([switched, answered])
    expect(order).toEqual(["switched", expect.stringContaining("9")])
  })

  test("whoever of the run asks past it is noted, once, and from the moment on that it is expected", async () => {
    const dir = folder()
    const { expectSwitchboard, leave, url } = await start(configIn(dir))
    const asked = (from: Record<string, string>) => fetch(`${url}/add`, { method: "POST", body: JSON.stringify({ n: 1 }), headers: from })
    await asked({ "x-watercooler-from": "early" })
    expectSwitchboard()
    for (const from of ["late", "late", "later"]) await asked({ "x-watercooler-from": from })
    await asked({}) // A stranger with curl is nobody of the run.
    await leave()
    const facts = readFileSync(join(dir, "journal.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { fact?: { note: string; from?: string } }).fact)
    expect(facts.flatMap((fact) => (fact?.note === "bypassed" ? [fact.from] : []))).toEqual(["late", "later"])
  })
})

describe("strangers", () => {
  const post = (url: string, body: string, headers: Record<string, string> = {}) => fetch(`${url}/add`, { method: "POST", body, headers })

  test("are told what is wrong: no such route, no such JSON, too large", async () => {
    const { url } = await start(configIn(folder()))
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    expect(await (await post(url, "{")).json()).toEqual({ failed: "not JSON" })
    const tooLarge = await post(url, "x".repeat(2_000_000)).then(
      ({ status }) => status,
      () => 413,
    )
    expect(tooLarge).toBe(413)
    expect(await ask(url, { kind: "sum" })).toEqual({ sum: 0 })
  })

  test("on a foreign page, or under a foreign name, are refused", async () => {
    const { url } = await start(configIn(folder()))
    expect((await post(url, '{"kind":"add","n":1}', { origin: "http://evil.example" })).status).toBe(403)
    expect(await rawStatus(url, "GET /sum HTTP/1.1\r\nhost: evil.example\r\n\r\n")).toBe(403)
    expect(await ask(url, { kind: "sum" })).toEqual({ sum: 0 })
  })

  test("who ask too fast on one connection are told 429", async () => {
    const { url } = await start(configIn(folder(), { requestsPerSecondPerLink: 5 }))
    const port = new URL(url).port
    const statuses = await rawStatuses(
      url,
      `POST /sum HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 14\r\n\r\n{"kind":"sum"}`.repeat(30),
      30,
    )
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
  })
})

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}

async function rawStatus(url: string, text: string): Promise<number> {
  return (await rawStatuses(url, text, 1))[0] as number
}

function rawStatuses(url: string, text: string, count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(text))
    let heard = ""
    socket.on("error", reject)
    socket.on("data", (chunk) => {
      heard += chunk
      const statuses = [...heard.matchAll(/HTTP\/1\.1 ([0-9]{3})/g)].map((match) => Number(match[1]))
      if (statuses.length < count) return
      socket.destroy()
      resolve(statuses)
    })
  })
}

describe("a disk", () => {
  const fresh = () => join(folder(), "records.sqlite")
  const open = (file: string) => new SqliteStore(file, { fsync: false })

  test("that tore its last write loses only what was never acknowledged", () => {
    const file = fresh()
    const store = open(file)
    store.append({ n: 1 })
    store.append({ n: 2 })
    store.tear()
    store.close()
    const again = open(file)
    expect(again.dropped).toBe(1)
    expect([...again.records()].map(({ record }) => record)).toEqual([{ n: 1 }, { n: 2 }])
    expect(again.append({ n: 3 })).toBe(2)
    again.close()
  })

  test("that rotted ends at the damaged record", () => {
    const file = fresh()
    const store = open(file)
    for (let n = 0; n < 10; n++) store.append({ n })
    store.rot(6)
    store.close()
    const again = open(file)
    expect([...again.records()].map(({ record }) => (record as { n: number }).n)).toEqual([0, 1, 2])
    again.close()
  })

  test("keeps a snapshot in place of what came before it", () => {
    const file = fresh()
    const store = open(file)
    for (let n = 0; n < 5; n++) store.append({ n })
    store.replaceAll({ sum: 10 })
    store.append({ n: 5 })
    store.close()
    const again = open(file)
    expect(again.snapshot).toEqual({ sum: 10 })
    expect([...again.records()]).toEqual([{ position: 5, record: { n: 5 } }])
    expect([again.first, again.count, again.next]).toEqual([5, 1, 6])
    again.close()
  })
})
