/** Forward proxies, one for each node: who asks is known by the port, and who is meant by the address that it asks for. */
import { createServer, type Server, type Socket } from "node:net"
import { type Place, readAsked } from "./asked.ts"
import type { Destination, NodeProxy, Refused } from "./contract.ts"

export interface HearsProxies {
  /** Somebody has dialled. */
  met(socket: Socket): void
  /** Whom it wants is known. The socket is paused; `first` is what the target is to read first. `answers`: it waits to hear whether the connection is there. */
  known(socket: Socket, from: string, destination: Destination, first: Buffer, answers: Answers | undefined): void
}

/** What is said of a connection that was asked for. */
export interface Answers {
  readonly opened: Buffer
  readonly refused: Buffer
}

const CONNECTIONS_MAX = 8_000
/** How long a connection may take to say whom it wants. */
const ASK_MS_MAX = 30_000
/** How long a connection that was refused may stay. */
const GOODBYE_MS_MAX = 5_000
/** Nodes that a refusal names. */
const NAMED_MAX = 20
/** Refused addresses that are told apart; the rest is counted as one. */
const REFUSED_MAX = 20
const REST = "others"

const TUNNEL: Answers = {
  opened: Buffer.from("HTTP/1.1 200 Connection established\r\n\r\n"),
  refused: Buffer.from("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"),
}
const SOCKS_WELCOME = Buffer.from([5, 0])
const SOCKS_NO_WAY_IN = Buffer.from([5, 0xff])
/** Replies (RFC 1928, section 6): succeeded, connection not allowed by ruleset, connection refused. */
const socksReply = (code: 0 | 2 | 5): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
const SOCKS: Answers = { opened: socksReply(0), refused: socksReply(5) }

export class Proxies {
  readonly #proxies: readonly NodeProxy[]
  readonly #hears: HearsProxies
  readonly #destinations = new Map<string, Destination>()
  readonly #known: string
  readonly #servers: Server[] = []
  readonly #refused = new Map<string, Refused>()

  constructor(proxies: readonly NodeProxy[], destinations: readonly Destination[], hears: HearsProxies) {
    this.#proxies = proxies
    this.#hears = hears
    for (const destination of destinations)
      for (const host of destination.hosts) this.#destinations.set(`${host}:${destination.port}`, destination)
    const names = destinations.map(({ hosts: [host], port }) => `${host}:${port}`)
    this.#known = `${names.slice(0, NAMED_MAX).join(", ")}${names.length > NAMED_MAX ? ", …" : ""}`
  }

  /** Who asked for whom that is no node of this run. */
  get refused(): readonly Refused[] {
    return [...this.#refused.values()]
  }

  async listen(): Promise<void> {
    await Promise.all(this.#proxies.map((proxy) => this.#open(proxy)))
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  #open({ from, host, port }: NodeProxy): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#met(socket, from))
    server.maxConnections = CONNECTIONS_MAX
    this.#servers.push(server)
    return new Promise((resolve, reject) => {
      server.once("error", reject)
      server.listen(port, host, resolve)
    })
  }

  #met(socket: Socket, from: string): void {
    this.#hears.met(socket)
    socket.on("error", () => undefined) // 'close' follows.
    let heard: Buffer = Buffer.alloc(0)
    let hasGreeted = false
    const patience = setTimeout(() => socket.destroy(), ASK_MS_MAX)
    const done = (): void => {
      clearTimeout(patience)
      socket.off("data", hear)
    }
    const refuse = (wanted: string, because: string): void => {
      done()
      this.#count(from, wanted)
      if (hasGreeted) socket.end(socksReply(2))
      else socket.end(refusal(because))
      socket.setTimeout(GOODBYE_MS_MAX, () => socket.destroy())
      socket.resume() // What it still says is not read, and its end is heard.
    }
    const hear = (chunk: Buffer): void => {
      heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk])
      let asked = readAsked(heard, hasGreeted)
      while (asked.is === "greeting") {
        if (!asked.isWelcome) {
          done()
          this.#count(from, "SOCKS with a password")
          return void socket.end(SOCKS_NO_WAY_IN)
        }
        hasGreeted = true
        heard = heard.subarray(asked.used)
        socket.write(SOCKS_WELCOME)
        asked = readAsked(heard, hasGreeted)
      }
      if (asked.is === "incomplete") return
      if (asked.is === "nonsense") return refuse("nonsense", `This is a proxy, and was asked for ${asked.because}.`)
      const destination = this.#destinations.get(`${asked.place.host}:${asked.place.port}`)
      if (destination === undefined)
        return refuse(addressOf(asked.place), `${addressOf(asked.place)} is no node of this run. Known: ${this.#known}.`)
      socket.pause()
      done()
      const rest = heard.subarray(asked.used)
      if (asked.is === "request") this.#hears.known(socket, from, destination, Buffer.concat([asked.head, rest]), undefined)
      else this.#hears.known(socket, from, destination, rest, hasGreeted ? SOCKS : TUNNEL)
    }
    socket.on("data", hear)
    socket.once("close", done)
  }

  #count(from: string, wanted: string): void {
    const name = `${from} ${wanted}`
    const isNew = !this.#refused.has(name)
    const key = isNew && this.#refused.size >= REFUSED_MAX ? REST : name
    const before = this.#refused.get(key)
    this.#refused.set(
      key,
      key === REST ? { from: REST, wanted: REST, count: (before?.count ?? 0) + 1 } : { from, wanted, count: (before?.count ?? 0) + 1 },
    )
  }
}

const addressOf = ({ host, port }: Place): string => `${host}:${port}`

function refusal(because: string): Buffer {
  const body = Buffer.from(`${because}\n`)
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}
