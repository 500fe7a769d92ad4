/**
 * (j) The switchboard against the proxies that people use: the same load and the same server, one after the other, several rounds, medians. HAProxy and nginx
 * come from the system's packages, and their rows are left out where these are not installed. Runs alone too: `node packages/watercooler/bench/switchboard.ts`.
 */
import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { readFileSync, writeFileSync } from "node:fs"
import { Agent, createServer as createHttpServer, request } from "node:http"
import { connect, createServer } from "node:net"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { LinkFault } from "@watercooler/boss/faults"
import { type Registered, Switchboard, type SwitchboardConfig } from "@watercooler/boss/switchboard"
import { NodeCrypto } from "@watercooler/host"
import { proofOfLink, writePreamble } from "@watercooler/kernel"
import { withFolder } from "./processes.ts"
import { describeRow, type Row } from "./report.ts"
import type { LoadOrder, LoadResult } from "./switchboard-ends.ts"

const ENDS = join(import.meta.dirname, "switchboard-ends.ts")
const ROUNDS = 5
const MS = 2_000
const CONNECTIONS = 16
const SECRET = "bench"

/** Somebody in the middle, or nobody. */
interface Way {
  readonly name: string
  readonly port: number
  readonly preamble: string
  /** Whose processor time counts. */
  readonly pids: () => readonly number[]
}

export async function benchSwitchboard(): Promise<Row[]> {
  return withFolder(async (folder) => {
    const children: ChildProcess[] = []
    const start = async (...args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly port: number }> => {
      const child = fork(ENDS, args, { execArgv: ["--disable-warning=ExperimentalWarning"] })
      children.push(child)
      const [said] = (await once(child, "message")) as [{ readonly port: number }]
      return { child, port: said.port }
    }
    try {
      const server = await start("serve")
      const load = fork(ENDS, ["load"], { execArgv: ["--disable-warning=ExperimentalWarning"] })
      children.push(load)
      const board = await boardTo(server.port, start)
      const direct: Way = { name: "directly", port: server.port, preamble: "", pids: () => [] }
      const haproxy = await others(folder, children, "haproxy", server.port)
      const nginx = await others(folder, children, "nginx", (await start("serve", String(NGINX_REQUEST_BYTES))).port)
      return [
        ...(await bulkRows(load, haproxy === undefined ? [board] : [board, haproxy])),
        ...(await smallRows(load, [board, ...(nginx === undefined ? [] : [nginx]), ...(haproxy === undefined ? [] : [haproxy])])),
        ...(await latencyRows(load, direct, board)),
        ...(await accuracyRows()),
        ...idleRows(),
      ]
    } finally {
      // nginx ends its workers itself, if it is asked.
      for (const child of children) child.kill(child.spawnfile === "nginx" ? "SIGTERM" : "SIGKILL")
    }
  })
}

async function boardTo(
  port: number,
  start: (...args: readonly string[]) => Promise<{ readonly child: ChildProcess; readonly port: number }>,
): Promise<Way> {
  const parties = [
    { name: "b1", host: "127.0.0.1", port: 1, secret: SECRET, hears: false },
    { name: "b2", host: "127.0.0.1", port, hears: false },
  ]
  const board = await start("switchboard", JSON.stringify(configFor(parties)))
  const to = `127.0.0.1:${port}`
  const preamble = writePreamble({ from: "b1", to, proof: proofOfLink(new NodeCrypto(), SECRET, "b1", to) })
  return { name: "switchboard", port: board.port, preamble, pids: () => [board.child.pid ?? 0] }
}

function configFor(parties: readonly Registered[]): SwitchboardConfig {
  return { host: "127.0.0.1", port: 0, seed: "bench", links: { otherwise: {} }, routes: ["POST /block"], parties, runStartedNs: "" }
}

/** nginx writes its own heads: `connection: ""` keeps the connection to the server, and `host` is the same. */
const NGINX_REQUEST_BYTES = Buffer.byteLength(`POST /block HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200\r\n\r\n${"x".repeat(200)}`)

async function others(folder: string, children: ChildProcess[], name: "haproxy" | "nginx", server: number): Promise<Way | undefined> {
  if (spawnSync(name, ["-v"], { stdio: "ignore" }).status !== 0) return undefined
  const port = await freePort()
  const file = join(folder, `${name}.conf`)
  writeFileSync(file, name === "haproxy" ? haproxyConfig(port, server) : nginxConfig(folder, port, server))
  const args = name === "haproxy" ? ["-db", "-f", file] : ["-c", file, "-p", folder]
  const child = spawn(name, args, { stdio: "ignore" })
  children.push(child)
  await untilOpen(port)
  return { name, port, preamble: "", pids: () => [child.pid ?? 0, ...childrenOf(child.pid ?? 0)] }
}

function haproxyConfig(port: number, server: number): string {
  return `global
  nbthread 1
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen bench
  bind 127.0.0.1:${port}
  server s 127.0.0.1:${server}
`
}

function nginxConfig(folder: string, port: number, server: number): string {
  return `daemon off;
worker_processes 1;
error_log stderr crit;
pid ${folder}/nginx.pid;
events { worker_connections 256; }
http {
  access_log off;
  keepalive_requests 10000000;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  upstream s { server 127.0.0.1:${server}; keepalive 32; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://s; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host 127.0.0.1; }
  }
}
`
}

interface Measured {
  readonly perSecond: number
  /** Processor time of the one in the middle, microseconds each. */
  readonly us: number
  readonly latenciesMs: readonly number[]
}

async function through(load: ChildProcess, { pids, port, preamble }: Way, kind: LoadOrder["kind"], connections: number): Promise<Measured> {
  const before = ticks(pids())
  load.send({ port, preamble, connections, ms: MS, kind } satisfies LoadOrder)
  const [{ done, latenciesMs, seconds }] = (await once(load, "message")) as [LoadResult]
  return { perSecond: done / seconds, us: ((ticks(pids()) - before) * 10_000) / done, latenciesMs }
}

/** Rounds in turns, so that a slow moment of the machine meets everybody. */
async function rounds(load: ChildProcess, ways: readonly Way[], kind: LoadOrder["kind"], connections: number) {
  const measured = new Map<Way, Measured[]>(ways.map((way) => [way, []]))
  for (let round = 0; round < ROUNDS; round++) for (const way of ways) measured.get(way)?.push(await through(load, way, kind, connections))
  const of = (way: Way, what: (each: Measured) => number): number => median((measured.get(way) ?? []).map(what))
  return { of, latenciesOf: (way: Way) => (measured.get(way) ?? []).flatMap(({ latenciesMs }) => latenciesMs) }
}

function row(what: string, value: number, unit: string, goal?: Row["goal"]): Row {
  return { bench: "j", what, value, unit, ...(goal === undefined ? {} : { goal }) }
}

async function bulkRows(load: ChildProcess, ways: readonly Way[]): Promise<Row[]> {
  const { of } = await rounds(load, ways, "bulk", 1)
  const rate = (way: Way): number => of(way, ({ perSecond }) => perSecond / 1_000_000)
  const [board, haproxy] = ways as readonly [Way, Way | undefined]
  return [
    ...ways.map((way) => row(`one stream of bytes through the ${way.name}`, rate(way), "MB/s")),
    ...(haproxy === undefined
      ? []
      : [row("one stream of bytes, switchboard against HAProxy (tcp)", rate(board) / rate(haproxy), "×", { atLeast: 0.5 })]),
  ]
}

async function smallRows(load: ChildProcess, ways: readonly Way[]): Promise<Row[]> {
  const { of } = await rounds(load, ways, "small", CONNECTIONS)
  const rate = (way: Way): number => of(way, ({ perSecond }) => perSecond)
  const [board] = ways as readonly [Way]
  return ways.flatMap((way) => [
    row(`requests of 200 bytes, ${CONNECTIONS} kept connections, through ${way.name}`, rate(way), "requests/s"),
    row(
      `processor time of ${way.name} for each`,
      of(way, ({ us }) => us),
      "µs",
    ),
    ...(way === board ? [] : [row(`requests, switchboard against ${way.name}`, rate(board) / rate(way), "×", { atLeast: 0.5 })]),
  ])
}

async function latencyRows(load: ChildProcess, direct: Way, board: Way): Promise<Row[]> {
  const { latenciesOf } = await rounds(load, [direct, board], "paced", 1)
  const added = (at: number): number => quantile(latenciesOf(board), at) - quantile(latenciesOf(direct), at)
  return [
    row("latency that the switchboard adds, at the median", added(0.5), "ms", { atMost: 0.3 }),
    row("latency that the switchboard adds, at the 99th percentile", added(0.99), "ms"),
  ]
}

/** How near the effects are to what was asked, seen by whoever asks: a switchboard of this process, so that faults can be begun. */
async function accuracyRows(): Promise<Row[]> {
  await using post = await openPost()
  const late = await post.during({ kind: "latency", us: 100_000, jitterUs: 20_000 }, () => post.askMany(80, 1_000, 1))
  const narrow = await post.during({ kind: "bandwidth", bytesPerSecond: 1_000_000, queueBytes: 100_000_000 }, () =>
    post.askMany(30, 50_000, 4),
  )
  const lossy = await post.during({ kind: "drop", percent: 30, of: "requests" }, () => post.askMany(1_000, 100, 100))
  const mean = late.ms.reduce((sum, ms) => sum + ms, 0) / late.ms.length
  const rate = (30 * 50_000) / narrow.seconds
  const lost = 1_000 - lossy.ms.length
  return [
    row("latency of 100 ± 20 ms: the mean of 80 differs by", Math.abs(mean - 100), "ms", { atMost: 5 }),
    row("latency of 100 ± 20 ms: the shortest of 80", Math.min(...late.ms), "ms", { atLeast: 80 }),
    row("bandwidth of 1 MB/s: what passes differs by", Math.abs(rate / 1_000_000 - 1) * 100, "%", { atMost: 5 }),
    // Twice the standard deviation of a binomial draw: 29.
    row("drop of 30 %: of 1,000 requests more or fewer are lost than 300 by", Math.abs(lost - 300), "", { atMost: 29 }),
  ]
}

async function openPost() {
  const server = createHttpServer((request, response) => request.resume().on("end", () => response.end("ok")))
  await once(server.listen(0, "127.0.0.1"), "listening")
  const { port } = server.address() as { readonly port: number }
  const parties = [
    { name: "b1", host: "127.0.0.1", port: 1, secret: SECRET, hears: false },
    { name: "b2", host: "127.0.0.1", port, hears: false },
  ]
  const board = new Switchboard(configFor(parties), () => undefined)
  const place = await board.listen()
  const to = `127.0.0.1:${port}`
  const preamble = writePreamble({ from: "b1", to, proof: proofOfLink(new NodeCrypto(), SECRET, "b1", to) })
  const agent = new Agent({ keepAlive: true })
  agent.createConnection = () => {
    const socket = connect({ ...place, noDelay: true })
    socket.write(preamble)
    return socket
  }
  const ask = (bytes: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const began = performance.now()
      const asked = request({ agent, host: "127.0.0.1", port, method: "POST", path: "/block", timeout: 1_500 }, (response) => {
        response.resume().on("end", () => resolve(performance.now() - began))
      })
      asked.on("timeout", () => asked.destroy())
      asked.on("error", () => resolve(undefined))
      asked.end("x".repeat(bytes))
    })
  await Promise.all(Array.from({ length: 20 }, () => ask(10)))
  return {
    /** So many requests, so many at a time; of each that was answered, how long it took. */
    async askMany(count: number, bytes: number, atOnce: number) {
      const began = performance.now()
      const ms: number[] = []
      let left = count
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (left-- > 0) {
            const took = await ask(bytes)
            if (took !== undefined) ms.push(took)
          }
        }),
      )
      return { ms, seconds: (performance.now() - began) / 1_000 }
    },
    async during<T>(fault: Partial<LinkFault> & { readonly kind: LinkFault["kind"] }, act: () => Promise<T>): Promise<T> {
      board.begin("bench", { from: ["b1"], to: ["b2"], ...fault } as LinkFault, true)
      const result = await act()
      board.end("bench")
      return result
    },
    async [Symbol.asyncDispose]() {
      agent.destroy()
      await board.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A hundred nodes may reach each other over 9,900 links; none of them exists before it is used. */
function idleRows(): Row[] {
  const parties = Array.from({ length: 100 }, (_, i) => ({
    name: `b${i}`,
    host: "127.0.0.1",
    port: 8_000 + i,
    secret: SECRET,
    hears: true,
  }))
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const board = new Switchboard(configFor(parties), () => undefined)
  const kilobytes = (process.memoryUsage().heapUsed - before) / 1_024
  return [
    row("links of 100 nodes before anybody has dialled", board.counts.messages + board.counts.open, "of 9900", { atMost: 0 }),
    row("memory for 100 nodes and their 9,900 possible links", kilobytes, "KiB", { atMost: 1_024 }),
  ]
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN
}

/** Processor time in hundredths of a second; 0 where the system does not tell. */
function ticks(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
      return sum + Number(fields[11]) + Number(fields[12])
    } catch {
      return sum
    }
  }, 0)
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, "127.0.0.1")
    const isOpen = await Promise.race([once(socket, "connect").then(() => true), once(socket, "error").then(() => false)]).catch(
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nothing listens on port ${port}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  for (const each of await benchSwitchboard()) console.log(describeRow(each))
