/** What the parts of a node share: who it is, whom it knows, and how others stand with it. */
import type { Crypto, Out, PeerTable, Sessions, Standing } from "@watercooler/kernel"
import { type BigloadConfig, OFFENCES, type Offence } from "../config.ts"
import type { Answer, Request } from "../protocol/messages.ts"

export type NodeOut = Out<Request, Answer>

/** The moment of a turn, and its `Out`. */
export interface Turn {
  readonly now: number
  readonly wallMs: number
  readonly out: NodeOut
}

/** Limits on the key of the other end: known by the session of its request, or by the endpoint it was proven to live at. */
export interface Company {
  readonly crypto: Crypto
  readonly config: BigloadConfig
  readonly key: string
  readonly networkId: string
  readonly peers: PeerTable
  readonly sessions: Sessions
  readonly standing: Standing
}

/** The proof to send to one peer, as options of an ask. */
export function proofFor(company: Company, endpoint: string): { readonly proof?: string } {
  const session = company.peers.get(endpoint)?.session
  return session === undefined ? {} : { proof: session }
}

/** The proofs to send along with a tell. */
export function proofsFor(company: Company, endpoints: readonly string[]): { readonly proofs: Record<string, string> } {
  const proofs: Record<string, string> = {}
  for (const endpoint of endpoints) {
    const session = company.peers.get(endpoint)?.session
    if (session !== undefined) proofs[endpoint] = session
  }
  return { proofs }
}

/** Charges a proven key with an offence. A ban ends its session and its place among the peers, and is remembered on disk. */
export function charge(company: Company, key: string, offence: Offence, { now, out }: Turn): void {
  if (key === company.key || company.standing.isBanned(key, now)) return
  const sentence = company.standing.offend(key, OFFENCES[offence], now)
  out.note({ note: "offence", peer: key, offence, points: sentence.points, total: sentence.total })
  if (!sentence.banned) return
  const peer = company.peers.byKey(key)
  company.sessions.end(key)
  if (peer !== undefined) company.peers.remove(peer.endpoint)
  out.persist({ kind: "ban", key })
  out.note({ note: "banned", peer: key, ...(peer === undefined ? {} : { endpoint: peer.endpoint }), forUs: 600_000_000 })
}
