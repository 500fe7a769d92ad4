import { createServer as createHttp } from "node:http"
import { createServer, type Socket } from "node:net"
import { afterEach, expect, test } from "vitest"
import { readAsked } from "../../src/switchboard/asked.ts"
import { Switchboard } from "../../src/switchboard/switchboard.ts"
import type { LiveTrouble } from "../../src/switchboard/troubles.ts"
import { dialled, freePort, listening } from "./ports.ts"

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** `a` has a proxy; `b` answers HTTP, `c` echoes, and `d` is not there. */
async function openBoard() {
  const asked: string[] = []
  const http = createHttp(({ headers, method, url }, response) => {
    asked.push(`${method} ${url} ${headers.host} ${headers.connection} ${headers["proxy-authorization"] ?? ""}`)
    response.end("hello")
  })
  const sockets: Socket[] = []
  const echo = createServer((socket) => sockets.push(socket.on("error", () => undefined).pipe(socket)))
  const [b, c, d, port] = [await listening(http), await listening(echo), await freePort(), await freePort()]
  const over: LiveTrouble[] = []
  const config = { host: "127.0.0.1", port: 0, seed: "test", links: { otherwise: {} }, routes: [], parties: [], runStartedNs: "" }
  const destination = (to: string, at: number, isStream: boolean) => {
    return { hosts: [to, "192.0.2.1", "127.0.0.1"], port: at, to, target: { host: "127.0.0.1", port: at }, isStream }
  }
  const board = new Switchboard(
    {
      ...config,
      proxies: [{ host: "127.0.0.1", port, from: "a" }],
      destinations: [destination("b", b, false), destination("c", c, true), destination("d", d, true)],
    },
    (trouble) => over.push(trouble),
  )
  await board.listen()
  closing.push(
    () => http.close(),
    () => echo.close(),
    () => board.close(),
  )
  const dial = async (): Promise<Socket> => {
    const socket = await dialled(port)
    closing.push(() => socket.destroy())
    return socket
  }
  return { asked, b, board, c, d, dial, over }
}

/** What comes back until it holds this; or within so long. */
async function heard(socket: Socket, say: string | Buffer, enough: string, withinMs = 2_000): Promise<string> {
  let text = ""
  const hear = (chunk: Buffer) => {
    text += chunk.toString("latin1")
  }
  socket.on("data", hear)
  socket.write(say)
  const until = performance.now() + withinMs
  while (!text.includes(enough) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5))
  socket.off("data", hear)
  return text
}

const cut = (to: string) => ({ kind: "cut", from: ["a"], to: [to], both: true }) as const
const socksTo = (host: string, port: number) =>
  Buffer.concat([Buffer.from([5, 1, 0, 3, host.length]), Buffer.from(host), Buffer.from([port >> 8, port & 0xff])])

const hex = (text: string): string => Buffer.from(text, "latin1").toString("hex")
const WELCOME = Buffer.from([5, 0]).toString("latin1")
const ANYWHERE = Buffer.alloc(6).toString("latin1")

test("a request for a whole address reaches its node as one for a path, and without what concerns the proxy alone", async () => {
  const { asked, b, board, dial } = await openBoard()
  const socket = await dial()
  const head = `GET http://192.0.2.1:${b}/x?y=1 HTTP/1.1\r\nHost: 192.0.2.1:${b}\r\nProxy-Authorization: Basic c2VjcmV0\r\nProxy-Connection: keep-alive\r\n\r\n`
  expect(await heard(socket, head, "hello")).toMatch(/^HTTP\/1\.1 200 .*hello$/s)
  expect(asked).toEqual([`GET /x?y=1 192.0.2.1:${b} close `])
  expect(board.counts).toMatchObject({ connections: 1, messages: 2, refused: [] })
})

test("CONNECT and SOCKS 5 are tunnels, and a cut between the two ends holds what goes through them", async () => {
  const { board, c, dial, over } = await openBoard()
  const tunnel = await dial()
  expect(await heard(tunnel, `CONNECT c:${c} HTTP/1.1\r\nHost: c:${c}\r\n\r\n`, "\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /)
  expect(await heard(tunnel, "one\n", "one\n")).toBe("one\n")
  const socks = await dial()
  expect(hex(await heard(socks, Buffer.from([5, 2, 2, 0]), WELCOME))).toBe("0500")
  expect(hex(await heard(socks, socksTo("127.0.0.1", c), ANYWHERE))).toBe("05000001000000000000")
  board.begin("cut", cut("c"), true)
  expect(await heard(socks, "two\n", "two\n", 100)).toBe("")
  expect(await heard(tunnel, "three\n", "three\n", 100)).toBe("")
  board.end("cut")
  expect(await heard(socks, "four\n", "four\n")).toBe("two\nfour\n")
  expect(over[0]?.receipt).toMatchObject({ connections: 1, messages: 2 })
})

test("a tunnel is there when its other end is: not to nobody, and not before a cut has healed", async () => {
  const { board, c, d, dial } = await openBoard()
  const open = async (): Promise<Socket> => {
    const socket = await dial()
    await heard(socket, Buffer.from([5, 1, 0]), WELCOME)
    return socket
  }
  board.begin("cut", cut("c"), true)
  const waiting = await open()
  expect(await heard(waiting, socksTo("c", c), ANYWHERE, 100)).toBe("")
  const hungUp = await dial()
  hungUp.write(`CONNECT c:${c} HTTP/1.1\r\n\r\n`)
  hungUp.destroy()
  board.end("cut")
  expect(await heard(waiting, "hello\n", "hello\n")).toMatch(/hello\n$/)
  board.begin("refuse", { ...cut("c"), kind: "refuse" }, true)
  expect(hex(await heard(await open(), socksTo("c", c), ANYWHERE))).toMatch(/^0505/)
  expect(await heard(await dial(), `CONNECT c:${c} HTTP/1.1\r\n\r\n`, "\r\n\r\n")).toMatch(/^HTTP\/1\.1 503/)
  expect(hex(await heard(await open(), socksTo("d", d), ANYWHERE))).toMatch(/^0505/)
})

test("a cut from somebody else does not touch them", async () => {
  const { b, board, dial } = await openBoard()
  board.begin("cut", cut("c"), true)
  expect(await heard(await dial(), `GET http://b:${b}/ HTTP/1.1\r\nHost: b\r\n\r\n`, "hello")).toContain("hello")
})

test("who is no node of the run is refused by its name, and counted", async () => {
  const { board, dial } = await openBoard()
  const web = await heard(await dial(), "GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n", "Known")
  expect(web).toMatch(/^HTTP\/1\.1 403 .*example\.com:80 is no node of this run\. Known: b:\d+, c:\d+, d:\d+\.\n$/s)
  const socks = await dial()
  await heard(socks, Buffer.from([5, 1, 0]), WELCOME)
  expect(hex(await heard(socks, socksTo("10.0.0.1", 22), ANYWHERE))).toMatch(/^0502/)
  expect(await heard(await dial(), "GET /status HTTP/1.1\r\n\r\n", "proxy")).toContain("no address that begins with http://")
  expect(await heard(await dial(), Buffer.from("1603010d0a0d0a", "hex"), "proxy")).toContain("no SOCKS 5")
  expect(board.counts.refused).toEqual([
    { from: "a", wanted: "example.com:80", count: 1 },
    { from: "a", wanted: "10.0.0.1:22", count: 1 },
    { from: "a", wanted: "nonsense", count: 2 },
  ])
})

test("however much is asked for, little is kept", async () => {
  const { board, dial } = await openBoard()
  for (let at = 0; at < 30; at++) await heard(await dial(), `CONNECT h${at}:1 HTTP/1.1\r\n\r\n`, "403")
  const { refused } = board.counts
  expect(refused).toHaveLength(21)
  expect(refused.at(-1)).toEqual({ from: "others", wanted: "others", count: 10 })
  expect(readAsked(Buffer.alloc(70_000, "x"), false)).toMatchObject({ is: "nonsense" })
})

test("words that come byte by byte come to the same", () => {
  const head = Buffer.from("POST http://[::1]:7/p HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nbody")
  for (let bytes = 0; bytes < head.length - "body".length; bytes++) expect(readAsked(head.subarray(0, bytes), false).is).toBe("incomplete")
  expect(readAsked(head, false)).toEqual({
    is: "request",
    place: { host: "[::1]", port: 7 },
    head: Buffer.from("POST /p HTTP/1.1\r\nUpgrade: x\r\nconnection: upgrade\r\n\r\n"),
    used: head.length - 4,
  })
  const socks = socksTo("c", 80)
  for (let bytes = 0; bytes < socks.length; bytes++) expect(readAsked(socks.subarray(0, bytes), true).is).toBe("incomplete")
  expect(readAsked(socks, true)).toEqual({ is: "tunnel", place: { host: "c", port: 80 }, used: socks.length })
})
