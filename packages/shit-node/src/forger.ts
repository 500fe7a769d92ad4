/**
 * What a misdeed needs in order to lie convincingly in some network. The network's node satisfies it; misdeeds know no network.
 * Blocks, transfers and drafts are opaque: a misdeed asks for them, spoils one thing, and passes them on.
 *
 * It is alive: it knows what the honest node inside knows at the moment of asking.
 */
import type { Endpoint, Json, PeerCard, TellOptions } from "@watercooler/kernel"

/** A block as a parent of others. Height 0 is the genesis. */
export interface Place {
  readonly hash: string
  readonly height: number
  readonly timestampMs: number
}

export interface TransferClaims {
  /** Whose money; the node's own if left out. It is always the node's own key that signs. */
  readonly from?: string
  readonly to: string
  readonly amount: number
  readonly nonce: number
}

export interface HelloClaims {
  readonly key: string
  readonly name: string
  readonly endpoint: Endpoint
  /** Whom it is said to. */
  readonly to: Endpoint
  /** Signs the hello; the node's own if left out, so that a hello with another's key is forged. */
  readonly privateKey?: string
}

export interface Forger<Request, Answer> {
  /** Who the node is. */
  readonly self: PeerCard
  /** Where the tracker is; undefined without one. */
  readonly tracker: Endpoint | undefined

  // What the node knows.

  /** Peers in its table. */
  peers(): readonly PeerCard[]
  /** The proofs of the sessions it has with these peers: only who has proven itself can be caught. */
  proofs(peers: readonly Endpoint[]): TellOptions
  head(): Place
  /** The head's contents; undefined at the genesis, which has none. */
  headBlock(): Json | undefined
  /** The node's own account after the head. */
  account(): { readonly balance: number; readonly nonce: number }

  // What it can make.

  /** A signed transfer, whether or not anybody could pay it. */
  transfer(claims: TransferClaims): Json
  /** A block before its work, mined by the node itself, whether or not it fits there. */
  draft(parent: Place, transfer: Json, timestampMs: number): Json
  /** Finishes a draft without the work: all else is right, but its hash has too few bits. */
  unworked(draft: Json): Json
  /** The work order whose result is the finished block, with all the work that honest nodes demand. */
  order(draft: Json): { readonly job: string; readonly order: Json }
  /** A block as a parent. */
  placeOf(block: Json): Place
  /** The parent of a block, as far as the block tells: its timestamp may be taken from the block itself. */
  parentOf(block: Json): Place
  transferOf(block: Json): Json
  /** A key pair of nobody's, made from a seed text. */
  identity(seed: string): { readonly key: string; readonly privateKey: string }

  // What it can say, and understand.

  /** The request that pushes a block to a peer. */
  push(block: Json): Request
  /** The block that such a request pushes; undefined for any other request. */
  pushed(request: Request): Json | undefined
  /** The request that introduces somebody. */
  hello(claims: HelloClaims): Request
  /** Whether a request asks for names of peers. */
  asksForPeers(request: Request): boolean
  /** The answer that names these peers. */
  namePeers(cards: readonly PeerCard[]): Answer
  /** Whether a request asks for a part of the chain. */
  asksForChain(request: Request): boolean
  /**
   * The honest answer to such a request, with a branch grafted on: its consecutive blocks stand in place of those at and above
   * their heights, as far as the request's range goes; height and head are the branch's. An answer that is no chain stays.
   */
  graft(request: Request, answer: Answer, branch: readonly Json[]): Answer
  /** Whether an answer hands out this block. */
  handsOut(answer: Answer, block: Json): boolean
}
