/**
 * Facts that a node states for observers. Open by design, because every network has its own; those that several rooms
 * read (judge, Sauron, scenarios) are named here so that nobody guesses a spelling.
 */
import type { Json } from "../contract/values.ts"

export interface Note {
  /** What happened, in kebab-case: `head-moved`. */
  readonly note: string
  readonly [fact: string]: Json | undefined
}

/** The chain's head changed. `reorgDepth` is 0 when the new head extends the old. */
export interface HeadMoved extends Note {
  readonly note: "head-moved"
  readonly height: number
  readonly head: string
  readonly previous: string
  readonly reorgDepth: number
}

/** Something a peer or client sent was refused. `peer` is its proven key, if it has proven one. */
export interface Rejected extends Note {
  readonly note: "rejected"
  /** What was refused: block, transaction, hello, chain, peers, request. */
  readonly what: string
  /** The refusal's code: `too-little-work`. */
  readonly code: string
  readonly peer?: string
  readonly link?: string
  /** The facts of the refusal. */
  readonly facts?: Json
  /** Hash of the refused thing, where it has one. */
  readonly hash?: string
}

/** A proven peer was given points for an offence. */
export interface Offended extends Note {
  readonly note: "offence"
  readonly peer: string
  readonly offence: string
  readonly points: number
  readonly total: number
}

export interface Banned extends Note {
  readonly note: "banned"
  readonly peer: string
  readonly endpoint?: string
  readonly forUs: number
}

export interface Unbanned extends Note {
  readonly note: "unbanned"
  readonly peer: string
}

export interface PeerAdded extends Note {
  readonly note: "peer-added"
  readonly endpoint: string
  readonly peer?: string
  readonly from: string
}

export interface PeerDropped extends Note {
  readonly note: "peer-dropped"
  readonly endpoint: string
  readonly because: string
}

/** This node has made a block of its own. */
export interface BlockMined extends Note {
  readonly note: "block-mined"
  readonly hash: string
  readonly height: number
  /** Id of the transfer in it. */
  readonly transaction: string
}

/** This node has a block it did not have before, its own included. */
export interface BlockStored extends Note {
  readonly note: "block-stored"
  readonly hash: string
  readonly height: number
  readonly previous: string
  /** Endpoint or key it came from; `own` for its own. */
  readonly from: string
}

/** A transfer was accepted for mining: the node has promised to try. */
export interface TransferAccepted extends Note {
  readonly note: "transfer-accepted"
  readonly transaction: string
  readonly from: string
  readonly to: string
  readonly amount: number
}

/** A misdeed was done. */
export interface Misbehaved extends Note {
  readonly note: "misdeed"
  readonly misdeed: string
}

/** The node has finished bootstrapping: it has asked all the peers it knows and has a chain. */
export interface Synced extends Note {
  readonly note: "synced"
  readonly height: number
  readonly peers: number
}
