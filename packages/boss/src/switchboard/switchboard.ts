/**
 * A proxy through which nodes reach each other, in a process of its own: what happens to their links happens outside of them, needs no privileges, and is gone
 * when the process is. It dials registered nodes only, for whoever proves to be one.
 */
import { createHash, timingSafeEqual } from "node:crypto"
import { connect, createServer, type Server, type Socket } from "node:net"
import {
  KeyedDraws,
  PREAMBLE_BYTES_MAX,
  proofOfLink,
  proofOfRefusal,
  REFUSED_HEADER,
  readPreamble,
  writePreamble,
} from "@watercooler/kernel"
import { isAwaitedMessage, type LinkFault, type MessageTrigger, Passage } from "../faults/index.ts"
import type { Counts, Destination, Front, Registered, SeenRequest, SwitchboardConfig } from "./contract.ts"
import { Courier } from "./courier.ts"
import { DatagramFronts } from "./datagram-fronts.ts"
import { Datagrams } from "./datagrams.ts"
import { DueQueue } from "./due.ts"
import { type Asker, Fronts } from "./fronts.ts"
import { Line } from "./line.ts"
import { type Exchange, type Framed, SwitchboardLink } from "./link.ts"
import { type Answers, Proxies } from "./proxies.ts"
import { Routes } from "./routes.ts"
import { type LiveTrouble, Troubles } from "./troubles.ts"
import { openTunnel } from "./tunnel.ts"

/** How long a connection may take to say who it is. */
const PREAMBLE_MS = 5_000
const CONNECTIONS_MAX = 8_000
const LINE_END = 0x0a

const crypto = { hash: (text: string) => createHash("sha256").update(text).digest("hex") }

interface Watched {
  readonly trigger: MessageTrigger
  left: number
  readonly seen: () => void
}

export class Switchboard {
  readonly #server: Server
  readonly #config: SwitchboardConfig
  readonly #seen: ((request: SeenRequest) => void) | undefined
  readonly #startedNs: bigint
  readonly #byName = new Map<string, Registered>()
  readonly #byPlace = new Map<string, Registered>()
  readonly #links = new Map<string, SwitchboardLink>()
  readonly #lines = new Set<Line>()
  /** Connections that have not said yet who they are. */
  readonly #silent = new Set<Socket>()
  readonly #due: DueQueue
  readonly #troubles: Troubles
  readonly #exchange: Exchange
  readonly #routes: Routes
  readonly #watched = new Set<Watched>()
  readonly #courier = new Courier()
  readonly #datagrams = new Datagrams({
    courier: this.#courier,
    endsOf: (line) => this.#endsOf(line),
    linkOf: (from, to) => this.#linkOf(from, to),
    proofFor: (from, { name, secret = "" }) => proofOfLink(crypto, secret, from, name),
    stranger: () => void this.#strangers++,
  })
  readonly #fronts: Fronts
  readonly #proxies: Proxies
  readonly #datagramFronts: DatagramFronts
  #connections = 0
  #strangers = 0

  /** `ended`: hears of every fault that is over. `ask`: finds out who dialled a front that is for everybody. `seen`: hears of requests between programs. */
  constructor(
    config: SwitchboardConfig,
    ended: (trouble: LiveTrouble) => void,
    ask: Asker = async () => undefined,
    seen?: (request: SeenRequest) => void,
  ) {
    this.#config = config
    this.#seen = seen
    this.#startedNs = config.runStartedNs === "" ? process.hrtime.bigint() : BigInt(config.runStartedNs)
    this.#routes = new Routes(config.routes)
    this.#due = new DueQueue(() => this.#now())
    this.#troubles = new Troubles(config.links, () => this.#lines, ended)
    const { weather } = this.#troubles
    this.#exchange = {
      now: () => this.#now(),
      passage: new Passage(new KeyedDraws(config.seed)),
      version: () => weather.version,
      rulesFor: (from, to) => weather.rulesFor(from, to),
      at: (moment, act) => this.#due.put(moment, act),
      sent: (from, to, message) => {
        if (this.#watched.size > 0) this.#sent(from, to, message)
      },
    }
    for (const party of config.parties) this.register(party)
    const met = (socket: Socket): void => {
      this.#connections++
      this.#silent.add(socket)
      socket.once("close", () => this.#silent.delete(socket))
    }
    const fronts = config.fronts ?? []
    this.#datagramFronts = new DatagramFronts(
      fronts.filter(({ isDatagram }) => isDatagram),
      { courier: this.#courier, linkOf: (from, to) => this.#linkOf(from, to), ask: (from, to) => ask(from, to, true) },
    )
    this.#fronts = new Fronts(
      fronts.filter(({ isDatagram }) => !isDatagram),
      ask,
      { met, known: (socket, from, front) => this.#connectKnown(socket, from, front, NOTHING) },
    )
    this.#proxies = new Proxies(config.proxies ?? [], config.destinations ?? [], {
      met,
      known: (socket, from, destination, first, answers) => {
        if (answers === undefined) this.#connectKnown(socket, from, destination, first)
        else this.#connectTunnel(socket, from, destination, first, answers)
      },
    })
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: false }, (socket) => this.#met(socket))
    this.#server.maxConnections = CONNECTIONS_MAX
  }

  /** Connections and datagrams have a port each. */
  async listen(): Promise<{ readonly host: string; readonly port: number; readonly datagramPort: number }> {
    const { host, port } = this.#config
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject)
      this.#server.listen(port, host, resolve)
    })
    await Promise.all([this.#fronts.listen(), this.#datagramFronts.listen(), this.#proxies.listen()])
    const address = this.#server.address()
    const taken = typeof address === "object" && address !== null ? address.port : port
    return { host, port: taken, datagramPort: await this.#datagrams.listen(host, 0) }
  }

  /** Somebody who is new, or has moved. */
  register(party: Registered): void {
    const before = this.#byName.get(party.name)
    if (before !== undefined) this.#byPlace.delete(placeOf(before))
    this.#byName.set(party.name, party)
    this.#byPlace.set(placeOf(party), party)
  }

  begin(id: string, fault: LinkFault, lasts: boolean): void {
    this.#troubles.begin(id, fault, lasts)
  }

  end(id: string): void {
    this.#troubles.end(id)
  }

  endAll(): void {
    this.#troubles.endAll()
  }

  /** Calls `seen` once, when such a request has been sent often enough. */
  watch(trigger: MessageTrigger, seen: () => void): void {
    this.#watched.add({ trigger, left: trigger.count ?? 1, seen })
  }

  #sent(from: string, to: string, { method, route }: Framed): void {
    for (const watched of this.#watched) {
      if (!isAwaitedMessage(watched.trigger, from, to, route, method)) continue
      watched.left--
      if (watched.left > 0) continue
      this.#watched.delete(watched)
      watched.seen()
    }
  }

  get counts(): Counts {
    const messages = [...this.#links.values()].reduce((sum, { carried }) => sum + carried, 0)
    return {
      connections: this.#connections,
      messages,
      open: this.#lines.size,
      strangers: this.#strangers,
      unattributed: this.#fronts.unattributed + this.#datagramFronts.unattributed,
      datagrams: this.#courier.carried,
      flows: this.#datagramFronts.flows,
      overflowed: this.#courier.lost + this.#datagramFronts.refused,
      refused: this.#proxies.refused,
    }
  }

  async close(): Promise<void> {
    this.#due.stop()
    for (const socket of this.#silent) socket.destroy()
    for (const line of this.#lines) line.destroy()
    await this.#datagrams.close()
    await Promise.all([this.#fronts.close(), this.#datagramFronts.close(), this.#proxies.close()])
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** Microseconds since the run began. */
  #now(): number {
    return Number(process.hrtime.bigint() - this.#startedNs) / 1_000
  }

  /** Waits for the first line of a connection. */
  #met(socket: Socket): void {
    this.#connections++
    this.#silent.add(socket)
    let heard: Buffer | undefined
    const give = (): void => {
      this.#strangers++
      socket.destroy()
    }
    const patience = setTimeout(give, PREAMBLE_MS)
    const done = (): void => {
      clearTimeout(patience)
      this.#silent.delete(socket)
    }
    const hear = (chunk: Buffer): void => {
      heard = heard === undefined ? chunk : Buffer.concat([heard, chunk])
      const end = heard.indexOf(LINE_END)
      if (end < 0 && heard.length <= PREAMBLE_BYTES_MAX) return
      socket.off("data", hear)
      socket.pause()
      done()
      const ends = end < 0 ? undefined : this.#endsOf(heard.toString("latin1", 0, end))
      if (ends === undefined) give()
      else this.#connect(socket, ends.from, ends.to, heard.subarray(end + 1))
    }
    socket.on("data", hear)
    socket.once("close", done)
    socket.on("error", () => undefined) // 'close' follows.
  }

  /** Who speaks to whom; undefined for whoever does not prove it. */
  #endsOf(line: string): { readonly from: Registered; readonly to: Registered } | undefined {
    const preamble = readPreamble(line)
    if (preamble === undefined) return undefined
    const [from, to] = [this.#byName.get(preamble.from), this.#byPlace.get(preamble.to)]
    if (from?.secret === undefined || to === undefined) return undefined
    const proof = proofOfLink(crypto, from.secret, from.name, preamble.to)
    return timingSafeEqual(Buffer.from(proof), Buffer.from(preamble.proof)) ? { from, to } : undefined
  }

  #connect(caller: Socket, from: Registered, to: Registered, first: Buffer): void {
    const line: Line = new Line(
      {
        caller,
        forth: this.#linkOf(from.name, to.name),
        back: this.#linkOf(to.name, from.name),
        routes: this.#routes,
        dial: () => dial(from, to),
        refusal: refusalFor(from),
        over: () => void this.#lines.delete(line),
      },
      first,
    )
    this.#lines.add(line)
  }

  #connectTunnel(caller: Socket, from: string, destination: Destination, first: Buffer, { opened, refused }: Answers): void {
    openTunnel({
      caller,
      forth: this.#linkOf(from, destination.to),
      back: this.#linkOf(destination.to, from),
      dial: () => dialPlainly(destination.target),
      opened: (callee) => {
        caller.write(opened)
        this.#connectKnown(caller, from, destination, first, () => callee)
      },
      refused: () => void caller.end(refused),
    })
  }

  /** Neither end knows of preambles, and who speaks is known already. */
  #connectKnown(caller: Socket, from: string, { isStream, target, to }: Known, first: Buffer, dial = () => dialPlainly(target)): void {
    this.#silent.delete(caller)
    const line: Line = new Line(
      {
        caller,
        forth: this.#linkOf(from, to),
        back: this.#linkOf(to, from),
        routes: this.#routes,
        dial,
        refusal: REFUSAL,
        over: () => void this.#lines.delete(line),
        isStream,
        ...(this.#seen === undefined ? {} : { seen: this.#seen }),
      },
      first,
    )
    this.#lines.add(line)
  }

  /** Links come into being with the first connection over them. */
  #linkOf(from: string, to: string): SwitchboardLink {
    const name = `${from} ${to}`
    let link = this.#links.get(name)
    if (link === undefined) {
      link = new SwitchboardLink(from, to, this.#exchange)
      this.#links.set(name, link)
    }
    return link
  }
}

function dial(from: Registered, to: Registered): Socket {
  const socket = connect({ host: to.host, port: to.port, noDelay: true, allowHalfOpen: true })
  if (to.hears && to.secret !== undefined) {
    const { name } = from
    socket.write(writePreamble({ from: name, to: to.name, proof: proofOfLink(crypto, to.secret, name, to.name) }))
  }
  return socket
}

const dialPlainly = (target: Front["target"]): Socket => connect({ ...target, noDelay: true, allowHalfOpen: true })

type Known = Pick<Front, "isStream" | "target" | "to">
const NOTHING = Buffer.alloc(0)

/** What a program reads whose connection was refused, if it speaks HTTP. Our own clients know by it that nobody has heard them. */
const REFUSAL = Buffer.from(
  `HTTP/1.1 503 Service Unavailable\r\n${REFUSED_HEADER}: nobody listens\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
)

function placeOf({ host, port }: Pick<Registered, "host" | "port">): string {
  return `${host}:${port}`
}

function refusalFor({ name, secret = "" }: Registered): Buffer {
  return Buffer.from(
    `HTTP/1.1 503 Service Unavailable\r\n${REFUSED_HEADER}: ${proofOfRefusal(crypto, secret, name)}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  )
}
