/**
 * The first line of a connection that goes through a switchboard: who speaks to whom, and a proof. A node says it to the switchboard with the address that
 * it wants to reach; the switchboard says it to the receiver with the name of the node that speaks. Nothing answers it, so no round trip is added.
 */
import type { Crypto } from "../identity/crypto.ts"

export interface Preamble {
  /** Name of the node that speaks. */
  readonly from: string
  /** To a switchboard: `127.0.0.1:8002`. To a receiver: its name. */
  readonly to: string
  readonly proof: string
}

/** A longer first line is none. */
export const PREAMBLE_BYTES_MAX = 512

const PREAMBLE = /^link ([a-z0-9-]{1,64}) ([a-z0-9.:[\]-]{1,128}) ([0-9a-f]{64})$/

/** With the end of its line. */
export function writePreamble({ from, to, proof }: Preamble): string {
  return `link ${from} ${to} ${proof}\n`
}

/** `line`: without its end. Undefined for anything else. */
export function readPreamble(line: string): Preamble | undefined {
  const match = PREAMBLE.exec(line)
  return match === null ? undefined : { from: match[1] as string, to: match[2] as string, proof: match[3] as string }
}

/** Shown by whoever knows the secret; hashed twice with it, as RFC 2104 does, so that no longer text can be proven from a shorter one. */
export function proofOfLink(crypto: Pick<Crypto, "hash">, secret: string, from: string, to: string): string {
  return crypto.hash(`${secret}\n${crypto.hash(`${secret}\n${from}\n${to}`)}`)
}

/** What a caller reads whose connection a switchboard refused; the proof tells it from an answer of the peer. */
export const REFUSED_HEADER = "x-switchboard-refused"

/** `name`: of the caller. */
export function proofOfRefusal(crypto: Pick<Crypto, "hash">, secret: string, name: string): string {
  return proofOfLink(crypto, secret, "switchboard", name)
}
