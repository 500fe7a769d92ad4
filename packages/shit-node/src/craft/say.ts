/** Saying things to peers as oneself, with the proof of one's sessions: only who has proven itself can be caught. */
import { type Endpoint, type Json, type PeerCard, sample } from "@watercooler/kernel"
import type { Forger } from "../forger.ts"
import type { LiarTurn } from "../overrides.ts"

export function everybody<Request, Answer>(forger: Forger<Request, Answer>): readonly Endpoint[] {
  return forger.peers().map(({ endpoint }) => endpoint)
}

export function push<Request, Answer>(
  forger: Forger<Request, Answer>,
  peers: readonly Endpoint[],
  block: Json,
  turn: LiarTurn<Request, Answer>,
): void {
  if (peers.length > 0) turn.out.tell(peers, forger.push(block), forger.proofs(peers))
}

/** Any peer, or oneself when there is none. */
export function somebody<Request, Answer>(forger: Forger<Request, Answer>, turn: LiarTurn<Request, Answer>): PeerCard {
  return sample(() => turn.out.random(), forger.peers(), 1)[0] ?? forger.self
}

/** The peers in two halves, at random. A lone peer is in both: then it at least sees both sides of a lie. */
export function halves<Request, Answer>(
  forger: Forger<Request, Answer>,
  turn: LiarTurn<Request, Answer>,
): readonly [readonly Endpoint[], readonly Endpoint[]] {
  const all = everybody(forger)
  const mixed = sample(() => turn.out.random(), all, all.length)
  const middle = Math.ceil(mixed.length / 2)
  return mixed.length === 1 ? [mixed, mixed] : [mixed.slice(0, middle), mixed.slice(middle)]
}
