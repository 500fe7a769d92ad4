/**
 * Datagrams through the switchboard, for networks that speak UDP. Each begins with the preamble that a connection begins with, and is handed on with the
 * receiver's, so that nobody has to believe a source address. For programs that know no preambles there is `datagram-fronts.ts`.
 */
import { createSocket, type Socket } from "node:dgram"
import { PREAMBLE_BYTES_MAX, writePreamble } from "@watercooler/kernel"
import type { Registered } from "./contract.ts"
import type { Courier } from "./courier.ts"
import type { SwitchboardLink } from "./link.ts"

const LINE_END = 0x0a

export interface DatagramParts {
  readonly courier: Courier
  /** Who speaks to whom, by the first line; undefined for whoever does not prove it. */
  readonly endsOf: (line: string) => { readonly from: Registered; readonly to: Registered } | undefined
  readonly linkOf: (from: string, to: string) => SwitchboardLink
  readonly proofFor: (from: string, to: Registered) => string
  readonly stranger: () => void
}

export class Datagrams {
  readonly #parts: DatagramParts
  readonly #socket: Socket = createSocket("udp4")
  readonly #heads = new Map<string, Buffer>()

  constructor(parts: DatagramParts) {
    this.#parts = parts
    this.#socket.on("message", (bytes) => this.#heard(bytes))
    this.#socket.on("error", () => undefined) // Somebody who no longer listens: UDP loses what it cannot deliver.
  }

  /** Returns the port. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#socket.once("error", reject)
      this.#socket.bind(port, host, () => resolve(this.#socket.address().port))
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()))
  }

  #heard(bytes: Buffer): void {
    const end = bytes.subarray(0, PREAMBLE_BYTES_MAX).indexOf(LINE_END)
    const ends = end < 0 ? undefined : this.#parts.endsOf(bytes.toString("latin1", 0, end))
    if (ends === undefined) return this.#parts.stranger()
    const { from, to } = ends
    this.#parts.courier.carry(this.#parts.linkOf(from.name, to.name), bytes.subarray(end + 1), (payload) =>
      this.#send(from.name, to, payload),
    )
  }

  #send(from: string, to: Registered, payload: Buffer): void {
    this.#socket.send([this.#headFor(from, to), payload], to.port, to.host)
  }

  /** Empty for whoever is not told who speaks. */
  #headFor(from: string, to: Registered): Buffer {
    if (!to.hears) return Buffer.alloc(0)
    const key = `${from} ${to.name}`
    const known = this.#heads.get(key) ?? Buffer.from(writePreamble({ from, to: to.name, proof: this.#parts.proofFor(from, to) }))
    this.#heads.set(key, known)
    return known
  }
}
