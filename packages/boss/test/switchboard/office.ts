/** A switchboard between servers of this process, and clients that go through it. */
import { createHash, randomBytes } from "node:crypto"
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http"
import { type AddressInfo, connect, createServer as createNetServer, type Server as NetServer, type Socket } from "node:net"
import { proofOfLink, readPreamble, writePreamble } from "@watercooler/kernel"
import type { LinkFault, LinkTable } from "../../src/faults/index.ts"
import { Switchboard, type SwitchboardConfig } from "../../src/switchboard/index.ts"
import type { LiveTrouble } from "../../src/switchboard/troubles.ts"

const crypto = { hash: (text: string) => createHash("sha256").update(text).digest("hex") }
const PORT_OF_NOBODY = 9

export interface Heard {
  readonly method: string
  readonly url: string
  readonly body: string
  readonly at: number
}

export interface Reply {
  readonly status: number
  readonly body: string
  readonly refused: boolean
  readonly ms: number
}

export interface TestOffice extends AsyncDisposable {
  readonly board: Switchboard
  readonly heard: Heard[]
  /** Faults that are over. */
  readonly over: LiveTrouble[]
  readonly streams: Socket[]
  /** One kept connection for all requests of a test. */
  ask(
    body: string,
    options?: { readonly route?: string; readonly to?: "b2" | "nobody"; readonly agent?: Agent; readonly ms?: number },
  ): Promise<Reply>
  agent(to?: "b2" | "nobody" | "stream", proof?: string): Agent
  /** A bare connection, after its preamble. */
  dial(to: "b2" | "stream" | "nobody", proof?: string): Socket
  begin(id: string, fault: Partial<LinkFault> & { readonly kind: LinkFault["kind"] }, lasts?: boolean): void
}

export async function openTestOffice(links: LinkTable = { otherwise: {} }): Promise<TestOffice> {
  const secrets = { b1: randomBytes(16).toString("hex"), b2: randomBytes(16).toString("hex") }
  const heard: Heard[] = []
  const over: LiveTrouble[] = []
  const streams: Socket[] = []
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      heard.push({ method: incoming.method ?? "", url: incoming.url ?? "", body, at: performance.now() })
      if (incoming.url === "/parts") {
        response.write("one\n")
        streams.push(response.socket as Socket)
        server.once("go on", () => response.end("two"))
      } else response.end(`heard ${body}`)
    })
  })
  // Whoever hears preambles takes the first line of a connection for one.
  const hearing = createNetServer((socket) => {
    socket.once("data", (chunk) => {
      const end = chunk.indexOf("\n")
      const preamble = readPreamble(chunk.toString("latin1", 0, end))
      if (preamble?.proof !== proofOfLink(crypto, secrets.b2, preamble?.from ?? "", "b2")) return socket.destroy()
      socket.pause()
      server.emit("connection", socket)
      if (end + 1 < chunk.length) socket.unshift(chunk.subarray(end + 1))
      socket.resume()
    })
  })
  const echo = createNetServer((socket) => {
    streams.push(socket)
    socket.on("error", () => undefined)
    socket.write("welcome\n")
    socket.pipe(socket)
  })
  const [b2, stream] = [await listen(hearing), await listen(echo)]
  const ports = { b2, stream, nobody: PORT_OF_NOBODY } as const
  const config: SwitchboardConfig = {
    host: "127.0.0.1",
    port: 0,
    seed: "test",
    links,
    routes: ["POST /block", "GET /block/:hash", "GET /parts"],
    parties: [
      { name: "b1", host: "127.0.0.1", port: 1, secret: secrets.b1, hears: true },
      { name: "b2", host: "127.0.0.1", port: b2, secret: secrets.b2, hears: true },
      { name: "stream", host: "127.0.0.1", port: stream, hears: false },
      { name: "nobody", host: "127.0.0.1", port: PORT_OF_NOBODY, hears: false },
    ],
    runStartedNs: "",
  }
  const board = new Switchboard(config, (trouble) => void over.push(trouble))
  const { port } = await board.listen()
  const agents = new Set<Agent>()
  const sockets = new Set<Socket>()

  const dial = (to: keyof typeof ports, proof?: string): Socket => {
    const place = `127.0.0.1:${ports[to]}`
    const socket = connect({ host: "127.0.0.1", port, noDelay: true })
    sockets.add(socket)
    socket.on("error", () => undefined)
    socket.write(writePreamble({ from: "b1", to: place, proof: proof ?? proofOfLink(crypto, secrets.b1, "b1", place) }))
    return socket
  }
  const agent = (to: keyof typeof ports = "b2", proof?: string): Agent => {
    const made = new Agent({ keepAlive: true })
    made.createConnection = () => dial(to, proof)
    agents.add(made)
    return made
  }
  const kept = agent()
  return {
    board,
    heard,
    over,
    streams,
    agent,
    dial,
    begin: (id, fault, lasts = true) => board.begin(id, { from: ["b1"], to: ["b2"], ...fault } as LinkFault, lasts),
    ask: (body, { route = "/block", agent: through = kept, ms = 2_000 } = {}) =>
      new Promise((resolve, reject) => {
        const began = performance.now()
        const method = body === "" ? "GET" : "POST"
        const asked = request({ agent: through, host: "127.0.0.1", port: b2, method, path: route, timeout: ms }, (response) => {
          void bodyOf(response).then((text) => {
            const refused = response.headers["x-switchboard-refused"] !== undefined
            resolve({ status: response.statusCode ?? 0, body: text, refused, ms: performance.now() - began })
          }, reject)
        })
        asked.on("timeout", () => asked.destroy(new Error("timeout")))
        asked.on("error", reject)
        asked.end(body)
      }),
    async [Symbol.asyncDispose]() {
      for (const each of agents) each.destroy()
      for (const socket of sockets) socket.destroy()
      await board.close()
      server.closeAllConnections()
      for (const socket of streams) socket.destroy()
      await Promise.all([hearing, echo].map((each) => new Promise((done) => each.close(done))))
    },
  }
}

function listen(server: Server | NetServer): Promise<number> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)))
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}
