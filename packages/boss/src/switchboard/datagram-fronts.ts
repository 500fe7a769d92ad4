/**
 * Ports of our own behind which programs listen that speak UDP. Whoever sends from the port on which it listens itself is answered to that port: its datagrams
 * go on from the front by which the receiver reaches it, so that both see the addresses they know. Whoever sends from any other port has a flow: a socket of
 * its own, until it has been silent for a while.
 */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram"
import type { Front } from "./contract.ts"
import type { Courier } from "./courier.ts"
import { type Asker, NOBODY } from "./fronts.ts"
import type { SwitchboardLink } from "./link.ts"

const FLOWS_MAX = 1_024
/** As long as a home router remembers whom an answer is for (RFC 4787 asks for two minutes, and most take less). */
const FLOW_IDLE_MS = 60_000
const SWEEP_MS = 5_000
/** Of those that wait until somebody can say who has sent them, for one flow. */
const UNKNOWN_MAX = 64

interface Open {
  readonly front: Front
  readonly socket: Socket
}

/** Whoever sends to a front from a port on which it does not listen. */
interface Flow {
  usedAt: number
  /** Undefined until somebody has said. */
  from: string | undefined
  /** What waits for that; undefined once it is known. */
  waiting: Buffer[] | undefined
  socket: Socket | undefined
}

export interface DatagramFrontParts {
  readonly courier: Courier
  readonly linkOf: (from: string, to: string) => SwitchboardLink
  /** Who sends from such a port. */
  readonly ask: Asker
}

export class DatagramFronts {
  readonly #parts: DatagramFrontParts
  readonly #fronts: readonly Front[]
  readonly #flowsMax: number
  readonly #open: Open[] = []
  readonly #flows = new Map<string, Flow>()
  /** `ann 8003`: the front by which ann reaches whoever listens on port 8003. */
  readonly #back = new Map<string, Open>()
  /** Who listens on a port. */
  readonly #listeners = new Map<number, string>()
  #sweeping: NodeJS.Timeout | undefined
  #unattributed = 0
  #refused = 0

  constructor(fronts: readonly Front[], parts: DatagramFrontParts, flowsMax = FLOWS_MAX) {
    this.#fronts = fronts
    this.#parts = parts
    this.#flowsMax = flowsMax
  }

  /** Datagrams of whom nobody could say who they are. */
  get unattributed(): number {
    return this.#unattributed
  }

  /** Datagrams that were lost because there were too many flows, or too much waited for a name. */
  get refused(): number {
    return this.#refused
  }

  get flows(): number {
    return this.#flows.size
  }

  async listen(): Promise<void> {
    await Promise.all(this.#fronts.map((front) => this.#listenOn(front)))
    if (this.#fronts.length > 0) this.#sweeping = setInterval(() => this.sweep(Date.now() - FLOW_IDLE_MS), SWEEP_MS).unref()
  }

  /** Forgets flows that were last used before that. */
  sweep(before: number): void {
    for (const [key, flow] of this.#flows) {
      if (flow.usedAt >= before) continue
      flow.socket?.close()
      this.#flows.delete(key)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping)
    this.sweep(Number.POSITIVE_INFINITY)
    await Promise.all(this.#open.map(({ socket }) => new Promise<void>((resolve) => socket.close(() => resolve()))))
  }

  #listenOn(front: Front): Promise<void> {
    const socket = createSocket("udp4")
    const open = { front, socket }
    return new Promise((resolve, reject) => {
      socket.once("error", reject)
      socket.bind(front.port, front.host, () => {
        socket.off("error", reject)
        socket.on("error", () => undefined) // Somebody who no longer listens: UDP loses what it cannot deliver.
        socket.on("message", (payload, sender) => this.#heard(open, payload, sender))
        this.#open.push(open)
        this.#back.set(`${front.from ?? ""} ${front.target.port}`, open)
        this.#listeners.set(front.target.port, front.to)
        resolve()
      })
    })
  }

  #heard(open: Open, payload: Buffer, { port }: RemoteInfo): void {
    const { front } = open
    const listener = this.#listeners.get(port)
    const sender = front.from === undefined || front.from === listener ? listener : undefined
    const back = sender === undefined ? undefined : (this.#back.get(`${front.to} ${port}`) ?? this.#back.get(` ${port}`))
    if (sender !== undefined && back !== undefined) this.#carry(sender, front, payload, back.socket)
    else this.#flow(open, payload, port)
  }

  #carry(from: string, { target, to }: Front, payload: Buffer, socket: Socket): void {
    this.#parts.courier.carry(this.#parts.linkOf(from, to), payload, (slice) => sendFrom(socket, slice, target.port, target.host))
  }

  #flow(open: Open, payload: Buffer, port: number): void {
    const key = `${open.front.port} ${port}`
    let flow = this.#flows.get(key)
    if (flow === undefined) {
      if (this.#flows.size >= this.#flowsMax) {
        this.#refused++
        return
      }
      flow = { usedAt: 0, from: open.front.from, waiting: undefined, socket: undefined }
      this.#flows.set(key, flow)
      if (flow.from === undefined) void this.#findOut(open, flow, key, port)
    }
    flow.usedAt = Date.now()
    if (flow.waiting === undefined) this.#onward(open, flow, payload, port)
    else if (flow.waiting.length < UNKNOWN_MAX) flow.waiting.push(payload)
    else this.#refused++
  }

  async #findOut(open: Open, flow: Flow, key: string, port: number): Promise<void> {
    const waiting: Buffer[] = []
    flow.waiting = waiting
    flow.from = await this.#parts.ask(port, open.front.port)
    flow.waiting = undefined
    if (this.#flows.get(key) !== flow) return // Forgotten meanwhile.
    for (const payload of waiting) this.#onward(open, flow, payload, port)
  }

  #onward(open: Open, flow: Flow, payload: Buffer, port: number): void {
    if (flow.from === undefined) this.#unattributed++
    flow.socket ??= this.#openFlow(open, flow, port)
    this.#carry(flow.from ?? NOBODY, open.front, payload, flow.socket)
  }

  /** What comes back to it goes to whoever has sent. */
  #openFlow({ front, socket: facing }: Open, flow: Flow, port: number): Socket {
    const { host, target, to } = front
    const socket = createSocket("udp4")
    socket.on("error", () => undefined) // As above.
    socket.on("message", (payload, sender) => {
      if (sender.port !== target.port) return
      flow.usedAt = Date.now()
      this.#parts.courier.carry(this.#parts.linkOf(to, flow.from ?? NOBODY), payload, (slice) => sendFrom(facing, slice, port, host))
    })
    socket.bind(0, host)
    return socket
  }
}

/** Whoever has closed meanwhile sends nothing more. */
function sendFrom(socket: Socket, payload: Buffer, port: number, host: string): void {
  try {
    socket.send(payload, port, host)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SOCKET_DGRAM_NOT_RUNNING") throw error
  }
}
