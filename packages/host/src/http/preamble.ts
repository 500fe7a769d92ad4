/** The first line of a connection that came through a switchboard: read before HTTP hears of it. */
import type { Socket } from "node:net"
import { type Crypto, PREAMBLE_BYTES_MAX, proofOfLink, readPreamble } from "@watercooler/kernel"

const LINE_END = 0x0a
/** No request begins so: methods are written in capitals. */
const FIRST_BYTE = "l".charCodeAt(0)
/** How long a connection may say nothing at all. */
const SILENT_MS = 20_000

export interface Receiver {
  readonly name: string
  readonly secret: string
  readonly crypto: Pick<Crypto, "hash">
}

/**
 * Calls `met` with the socket as it was before its first line was taken, and with the name of the node that speaks; undefined for whoever came by itself.
 * Who begins a preamble and proves nothing is hung up on.
 */
export function takePreamble(socket: Socket, receiver: Receiver, met: (from: string | undefined) => void): void {
  let heard: Buffer | undefined
  socket.setTimeout(SILENT_MS, () => socket.destroy())
  const give = (from: string | undefined, rest: Buffer): void => {
    socket.off("data", hear)
    socket.off("error", ignore)
    socket.setTimeout(0)
    socket.removeAllListeners("timeout")
    socket.pause()
    met(from)
    if (rest.length > 0) socket.unshift(rest)
    socket.resume()
  }
  const hear = (chunk: Buffer): void => {
    heard = heard === undefined ? chunk : Buffer.concat([heard, chunk])
    if (heard[0] !== FIRST_BYTE) return give(undefined, heard)
    const end = heard.indexOf(LINE_END)
    if (end < 0 && heard.length <= PREAMBLE_BYTES_MAX) return
    const from = end < 0 ? undefined : provenBy(heard.toString("latin1", 0, end), receiver)
    if (from === undefined) socket.destroy()
    else give(from, heard.subarray(end + 1))
  }
  socket.on("data", hear)
  socket.on("error", ignore)
}

const ignore = (): void => undefined

function provenBy(line: string, { name, secret, crypto }: Receiver): string | undefined {
  const preamble = readPreamble(line)
  if (preamble === undefined || preamble.to !== name || secret === "") return undefined
  return preamble.proof === proofOfLink(crypto, secret, preamble.from, name) ? preamble.from : undefined
}
