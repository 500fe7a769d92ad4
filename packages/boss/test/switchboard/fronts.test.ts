import { createServer as createHttp } from "node:http"
import { createServer, type Socket } from "node:net"
import { afterEach, expect, test } from "vitest"
import type { Front, SeenRequest } from "../../src/switchboard/contract.ts"
import { Switchboard } from "../../src/switchboard/switchboard.ts"
import type { LiveTrouble } from "../../src/switchboard/troubles.ts"
import { dialled, freePort, listening } from "./ports.ts"

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function openBoard(front: Partial<Front>, who: (from: number, to: number) => Promise<string | undefined> = async () => undefined) {
  const sockets: Socket[] = []
  const echo = createServer((socket) => sockets.push(socket.on("error", () => undefined).pipe(socket)))
  const target = { host: "127.0.0.1", port: await listening(echo) }
  const port = await freePort()
  const over: LiveTrouble[] = []
  const config = { host: "127.0.0.1", port: 0, seed: "test", links: { otherwise: {} }, routes: [], parties: [], runStartedNs: "" }
  const fronts = [{ host: "127.0.0.1", port, to: "b", target, isStream: false, ...front }]
  const board = new Switchboard({ ...config, fronts }, (trouble) => over.push(trouble), who)
  await board.listen()
  closing.push(
    () => echo.close(),
    () => board.close(),
  )
  const dial = async (): Promise<Socket> => {
    const socket = await dialled(port)
    closing.push(() => socket.destroy())
    return socket
  }
  return { board, over, dial }
}

/** What comes back within so long. */
async function heard(socket: Socket, say: string, withinMs = 2_000): Promise<string> {
  let text = ""
  const hear = (chunk: Buffer) => {
    text += chunk
  }
  socket.on("data", hear)
  socket.write(say)
  const until = performance.now() + withinMs
  while (text.length < say.length && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5))
  socket.off("data", hear)
  return text
}

const cut = { kind: "cut", from: ["a"], to: ["b"], both: true } as const

test("bytes pass as they are, and a cut between the two holds them until it heals", async () => {
  const { board, dial, over } = await openBoard({ from: "a" })
  const socket = await dial()
  expect(await heard(socket, "hello\n")).toBe("hello\n")
  board.begin("cut", cut, true)
  expect(await heard(socket, "held\n", 100)).toBe("")
  board.end("cut")
  expect(await heard(socket, "on\n")).toBe("held\non\n")
  expect(over[0]?.receipt).toMatchObject({ connections: 1 })
})

test("a request without an end that began before a cut is held by it, and goes on when it heals", async () => {
  const { board, dial } = await openBoard({ from: "a" })
  const socket = await dial()
  const head = await heard(socket, "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n")
  expect(head).toContain("a\r\n")
  board.begin("cut", { kind: "cut", from: ["a"], to: ["b"] }, true)
  expect(await heard(socket, "1\r\nb\r\n", 100)).toBe("")
  board.end("cut")
  const after = await heard(socket, "1\r\nc\r\n")
  expect(after + (await heard(socket, "0\r\n\r\n"))).toContain("b\r\n1\r\nc\r\n")
})

test("a cut between others does not touch it", async () => {
  const { board, dial } = await openBoard({ from: "c" })
  board.begin("cut", cut, true)
  expect(await heard(await dial(), "hello\n")).toBe("hello\n")
})

test("where one port is for everybody, it is asked who has dialled, once for each connection", async () => {
  const asked: number[] = []
  const { board, dial } = await openBoard({}, async (from) => {
    asked.push(from)
    return "a"
  })
  const socket = await dial()
  expect(await heard(socket, "hello\n")).toBe("hello\n")
  expect(asked).toEqual([socket.localPort])
  board.begin("cut", cut, true)
  expect(await heard(socket, "held\n", 100)).toBe("")
  expect(board.counts).toMatchObject({ connections: 1, unattributed: 0 })
})

test("whoever cannot be found out is let through, and counted", async () => {
  const { board, dial } = await openBoard({})
  board.begin("cut", cut, true)
  expect(await heard(await dial(), "hello\n")).toBe("hello\n")
  expect(board.counts).toMatchObject({ unattributed: 1 })
})

test.each([
  ["a line that begins like a request", false, "PUT 5\n"],
  ["what is no HTTP by order, however it looks", true, "PUT /x HTTP/1.1\r\ncontent-length: 9\r\n"],
])("%s is not held back", async (_what, isStream, words) => {
  const { board, dial } = await openBoard({ from: "a", isStream })
  const socket = await dial()
  expect(await heard(socket, words)).toBe(words)
  expect(board.counts.messages).toBe(0)
})

test("of requests between programs somebody is told: which, by whom, how they were answered, and which never were", async () => {
  const server = createHttp((request, response) => {
    if (request.url === "/silence") return
    response.statusCode = request.method === "POST" ? 201 : 404
    response.end("four")
  })
  const target = { host: "127.0.0.1", port: await listening(server) }
  const port = await freePort()
  const seen: SeenRequest[] = []
  const config = { host: "127.0.0.1", port: 0, seed: "test", links: { otherwise: {} }, routes: [], parties: [], runStartedNs: "" }
  const fronts = [{ host: "127.0.0.1", port, from: "a", to: "b", target, isStream: false }]
  const board = new Switchboard(
    { ...config, fronts },
    () => undefined,
    undefined,
    (request) => void seen.push(request),
  )
  await board.listen()
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => board.close(),
  )
  const trace = "0af7651916cd43dd8448eb211c80319c"
  const url = `http://127.0.0.1:${port}`
  const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` }
  await (await fetch(`${url}/keys/1?now=1`, { method: "POST", body: "12345", headers })).text()
  await (await fetch(`${url}/none`)).text()
  await fetch(`${url}/silence`, { signal: AbortSignal.timeout(50) }).catch(() => undefined)
  await expect.poll(() => seen.length).toBe(3)
  expect(seen.map(({ at: _at, durationUs: _us, ...rest }) => rest)).toEqual([
    { from: "a", to: "b", method: "POST", route: "/keys/1", uri: "/keys/1?now=1", status: 201, bytesIn: 5, bytesOut: 4, trace },
    { from: "a", to: "b", method: "GET", route: "/none", uri: "/none", status: 404, bytesIn: 0, bytesOut: 4, trace: "" },
    { from: "a", to: "b", method: "GET", route: "/silence", uri: "/silence", status: 0, bytesIn: 0, bytesOut: 0, trace: "" },
  ])
  for (const { durationUs } of seen) expect(durationUs).toBeGreaterThan(0)
})
