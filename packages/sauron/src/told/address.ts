/** Where a program tells what it has to say: an address of its own, so that nobody speaks in another's name by mistake. */
import { createHmac, timingSafeEqual } from "node:crypto"

const PROOF_CHARS = 32

/** `/from/redis-2.3f…`; to it belong `/notes`, `/v1/traces` and `/v1/logs`. `token`: the run's. */
export function addressFor(token: string, name: string): string {
  return `/from/${encodeURIComponent(name)}.${proofOf(token, name)}`
}

/** Whose address it is; undefined for whoever has made it up. */
export function nameIn(words: string, token: string): string | undefined {
  const dot = words.length - PROOF_CHARS - 1
  if (dot < 1 || words[dot] !== ".") return undefined
  const name = words.slice(0, dot)
  const [given, expected] = [Buffer.from(words.slice(dot + 1)), Buffer.from(proofOf(token, name))]
  return given.length === expected.length && timingSafeEqual(given, expected) ? name : undefined
}

function proofOf(token: string, name: string): string {
  return createHmac("sha256", token).update(`told by ${name}`).digest("hex").slice(0, PROOF_CHARS)
}
