/** Requests from anybody: within bounds on size, time and rate, from this machine only, and from no foreign web page. */
import type { IncomingMessage } from "node:http"
import type { Socket } from "node:net"
import type { HttpCodec, HttpRequest, HttpResponse, RawReply, SessionFacts } from "@watercooler/kernel"
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify"
import { type Receiver, takePreamble } from "./preamble.ts"
import { RateLimit } from "./rate.ts"
import { answerRaw } from "./raw.ts"

export interface ServerLimits {
  readonly requestsPerSecondPerLink: number
}

/** One request that waits for its answer. */
export interface Exchange {
  readonly link: string
  readonly wire: HttpRequest
  readonly startedAt: number
  answer(response: HttpResponse): void
  /** One part of a stream; `answer` ends it. */
  part(body: string): void
  raw(raw: RawReply): void
}

export interface ServerEvents {
  request(exchange: Exchange): void
  /** What was refused before the program heard of it. */
  refused(exchange: Exchange, response: HttpResponse): void
  opened?(session: string, facts: SessionFacts): void
  closed?(session: string, facts: SessionFacts): void
  /** A node of the run has asked past the switchboard. */
  bypassed(from: string): void
}

const BODY_BYTES_MAX = 1_048_576
const HEADERS_MS = 5_000
const REQUEST_MS = 10_000
/** Longer than the client keeps idle connections. */
const KEEP_ALIVE_MS = 72_000
const CONNECTIONS_MAX = 2_000

export class Server {
  readonly #app: FastifyInstance
  readonly #codec: HttpCodec<never, never>
  readonly #events: ServerEvents
  readonly #rates: RateLimit
  readonly #receiver: Receiver
  readonly #links = new WeakMap<Socket, string>()
  /** Whether other nodes reach this one through a switchboard, so that whoever does not is noticed. */
  #isSwitched = false
  readonly #sessions = new Map<string, Socket>()
  #count = 0

  constructor(codec: HttpCodec<never, never>, events: ServerEvents, limits: ServerLimits, receiver: Receiver) {
    this.#receiver = receiver
    this.#codec = codec
    this.#events = events
    this.#rates = new RateLimit(limits.requestsPerSecondPerLink)
    this.#app = Fastify({
      bodyLimit: BODY_BYTES_MAX,
      connectionTimeout: REQUEST_MS * 2,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      forceCloseConnections: true,
      exposeHeadRoutes: false,
      logger: false,
    })
    this.#app.server.headersTimeout = HEADERS_MS
    this.#app.server.maxConnections = CONNECTIONS_MAX
    this.#hearPreambles(this.#app.server)
    this.#app.removeAllContentTypeParsers()
    this.#app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body))
    this.#app.all("*", (request, reply) => this.#handle(request, reply))
    this.#app.setNotFoundHandler((request, reply) => this.#handle(request, reply))
    this.#app.setErrorHandler((error, request, reply) => this.#failed(error as Error & { statusCode?: number }, request, reply))
  }

  async listen(host: string, port: number): Promise<string> {
    await this.#app.listen({ host, port })
    const address = this.#app.server.address()
    if (address === null || typeof address === "string") throw new Error(`listening on ${host}:${port}, but the address is ${address}`)
    return `http://${address.address.includes(":") ? `[${address.address}]` : address.address}:${address.port}`
  }

  close(session: string): void {
    this.#sessions.get(session)?.destroy()
  }

  async stop(): Promise<void> {
    await this.#app.close()
  }

  /** From now on nodes of the run are expected to come through the switchboard. */
  expectSwitchboard(): void {
    this.#isSwitched = true
  }

  /** HTTP is told of a connection when its preamble, if it has one, has been taken. */
  #hearPreambles(server: FastifyInstance["server"]): void {
    const serve = server.listeners("connection") as ((socket: Socket) => void)[]
    server.removeAllListeners("connection")
    server.on("connection", (socket) =>
      takePreamble(socket, this.#receiver, (from) => {
        this.#connected(socket, from)
        for (const each of serve) each.call(server, socket)
      }),
    )
  }

  /** A link is known by the node that speaks on it; one that nobody vouches for, by a number. */
  #connected(socket: Socket, from: string | undefined): void {
    const nth = ++this.#count
    const link = from === undefined ? `c${nth}` : `link ${from}`
    this.#links.set(socket, link)
    if (this.#events.opened === undefined) return
    const facts: SessionFacts = { link, remoteHost: socket.remoteAddress ?? "", remotePort: socket.remotePort ?? 0, direction: "inbound" }
    const session = `c${nth}`
    this.#sessions.set(session, socket)
    this.#events.opened(session, facts)
    socket.once("close", () => {
      this.#sessions.delete(session)
      this.#events.closed?.(session, facts)
    })
  }

  /** Answers come later, through the exchange; fastify is told that the reply is ours. */
  #handle(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    const exchange = this.#exchange(request.raw, reply, typeof request.body === "string" ? request.body : "")
    const sender = request.raw.headers["x-watercooler-from"]
    if (this.#isSwitched && typeof sender === "string" && !exchange.link.startsWith("link ")) this.#events.bypassed(sender.slice(0, 64))
    const refusal = this.#refusal(request.raw, exchange)
    if (refusal === undefined) this.#events.request(exchange)
    else {
      exchange.answer(refusal)
      this.#events.refused(exchange, refusal)
    }
  }

  #failed(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    const status = error.statusCode ?? 500
    const response = {
      ...this.#codec.refusal(error.message, status),
      headers: { "content-type": "application/json; charset=utf-8", connection: "close" },
    }
    const exchange = this.#exchange(request.raw, reply, "")
    exchange.answer(response)
    this.#events.refused(exchange, response)
  }

  #refusal(raw: IncomingMessage, exchange: Exchange): HttpResponse | undefined {
    const { host = "", origin } = raw.headers
    if (!this.#isOurs(host, raw.socket))
      return this.#codec.refusal(`the host is ${JSON.stringify(host.slice(0, 60))}, this node answers to its own address only`, 403)
    if (origin !== undefined && origin !== `http://${host}`)
      return this.#codec.refusal(`a page of ${origin.slice(0, 100)} may not talk to this node`, 403)
    if (!this.#rates.allows(exchange.link)) return this.#codec.refusal("too many requests on this connection, slow down", 429)
    return undefined
  }

  /** A page on the web can make a browser ask us under any name that it has resolved to this machine. It cannot choose `Host`. */
  #isOurs(host: string, socket: Socket): boolean {
    const port = `:${socket.localPort}`
    return host === `127.0.0.1${port}` || host === `localhost${port}` || host === `[::1]${port}` || host === `${socket.localAddress}${port}`
  }

  #exchange(raw: IncomingMessage, reply: FastifyReply, body: string): Exchange {
    const headers = raw.headers as Record<string, string | undefined>
    const response = reply.raw
    return {
      link: this.#links.get(raw.socket) ?? "c0",
      wire: { method: raw.method ?? "", url: raw.url ?? "/", headers, body },
      startedAt: performance.now(),
      answer: (answer) => {
        const bytes = Buffer.from(answer.body)
        if (response.headersSent) {
          // Whoever reads a stream knows the last part by this: nothing follows it, not even the end of a line.
          response.end(bytes)
          return
        }
        response.writeHead(answer.status, { ...SAFE_HEADERS, ...answer.headers, "content-length": bytes.length })
        response.end(bytes)
      },
      part: (text) => {
        if (!response.headersSent) response.writeHead(200, { ...SAFE_HEADERS, "content-type": "application/x-ndjson; charset=utf-8" })
        response.write(`${text}\n`)
      },
      raw: (bytes) => answerRaw(response, bytes),
    }
  }
}

/** The explorer has neither scripts nor anything from elsewhere. */
const SAFE_HEADERS = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
}
