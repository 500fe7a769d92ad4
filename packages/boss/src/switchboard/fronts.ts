/** The ports behind which programs listen that know nothing of a switchboard. */
import { createServer, type Server, type Socket } from "node:net"
import type { Front } from "./contract.ts"

/** Whose socket it is that was dialled from one port to another; undefined when nobody can say. */
export type Asker = (fromPort: number, toPort: number, isDatagram?: boolean) => Promise<string | undefined>

interface Hears {
  /** Somebody has dialled. */
  met(socket: Socket): void
  /** Who it is, is known. The socket is paused. */
  known(socket: Socket, from: string, front: Front): void
}

/** Of whoever could not be found out. No fault names it. */
export const NOBODY = "somebody"
const CONNECTIONS_MAX = 8_000

export class Fronts {
  readonly #fronts: readonly Front[]
  readonly #ask: Asker
  readonly #hears: Hears
  readonly #servers: Server[] = []
  #unattributed = 0

  constructor(fronts: readonly Front[], ask: Asker, hears: Hears) {
    this.#fronts = fronts
    this.#ask = ask
    this.#hears = hears
  }

  get unattributed(): number {
    return this.#unattributed
  }

  async listen(): Promise<void> {
    await Promise.all(this.#fronts.map((front) => this.#open(front)))
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  #open(front: Front): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => void this.#met(socket, front))
    server.maxConnections = CONNECTIONS_MAX
    this.#servers.push(server)
    return new Promise((resolve, reject) => {
      server.once("error", reject)
      server.listen(front.port, front.host, resolve)
    })
  }

  async #met(socket: Socket, front: Front): Promise<void> {
    this.#hears.met(socket)
    socket.on("error", () => undefined) // 'close' follows.
    const from = front.from ?? (await this.#ask(socket.remotePort ?? 0, front.port))
    if (socket.destroyed) return
    // Whoever hung up before it was found out, and said nothing, has gone past no fault.
    if (from === undefined) socket.once("data", () => this.#unattributed++)
    this.#hears.known(socket, from ?? NOBODY, front)
  }
}
