/** The history: what has been, for whatever is drawn over time. It grows with the run, within bounds, and is the same live and later. */
import type { FaultPicture, NodeState } from "./picture.ts"

/** From `t` on a node was in this state. */
export interface LaneChange {
  readonly t: number
  readonly state: NodeState
}

export interface BanSpan {
  /** Name of the banned, or its key where nobody knows the name. */
  readonly who: string
  readonly by: string
  readonly t: number
  readonly until: number
}

export interface ReorgMark {
  readonly t: number
  readonly node: string
  readonly depth: number
  readonly height: number
}

/** Something that a program of somebody else has said of itself. */
export interface ToldMark {
  readonly t: number
  readonly node: string
  readonly text: string
}

export interface PhaseMark {
  readonly t: number
  readonly phase: "storm" | "calm" | "closed"
}

export interface BlockHistory {
  readonly hash: string
  readonly height: number
  readonly previous: string
  /** When the first node stored it. */
  readonly t: number
  readonly miner: string | undefined
  readonly transaction: string | undefined
  /** Who stored it, when, and from whom: three numbers each. Places in `names`; -1 for whom it had from nobody that is known. */
  readonly holders: readonly number[]
}

export interface TransferHistory {
  readonly id: string
  readonly t: number
  /** Who has promised it. */
  readonly node: string
  /** Addresses. */
  readonly from: string
  readonly to: string
  readonly amount: number
}

/** So much of the run's time, counted; heights and the like as they stood at its end. */
export interface Bucket {
  readonly t: number
  readonly requests: number
  readonly failures: number
  readonly bytes: number
  readonly blocks: number
  readonly transfers: number
  readonly refusals: number
  readonly reorgs: number
  readonly reorgDepth: number
  readonly up: number
  readonly heightMax: number
  readonly heightMin: number
  readonly pending: number
  /** Of each node, by its place in `names`; empty where there are too many of them. */
  readonly heights: readonly number[]
  readonly loads: readonly number[]
  /** Processor time in per cent of one core, memory in MiB, longest wait of the event loop in ms: by place, where a node has said so. */
  readonly cpu: readonly (number | null)[]
  readonly memory: readonly (number | null)[]
  readonly lag: readonly (number | null)[]
}

export interface Series {
  readonly widthUs: number
  readonly buckets: readonly Bucket[]
}

export interface History {
  /** Nodes in the order in which they were met; their places are used instead of names. */
  readonly names: readonly string[]
  /** Who ever knew whom: two places each, the smaller first. What a cut has torn apart leaves the tables of peers, and is drawn all the same. */
  readonly wires: readonly number[]
  readonly lanes: { readonly [name: string]: readonly LaneChange[] }
  readonly bans: readonly BanSpan[]
  readonly faults: readonly FaultPicture[]
  readonly reorgs: readonly ReorgMark[]
  readonly told: readonly ToldMark[]
  readonly phases: readonly PhaseMark[]
  readonly blocks: { readonly [hash: string]: BlockHistory }
  readonly transfers: { readonly [id: string]: TransferHistory }
  readonly series: Series
  /** What had to be left out, by name of the list: a picture that hides something says so. */
  readonly left: { readonly [what: string]: number }
}

/** Everything that a long run, or a stranger, can make grow. */
export const historyBounds = {
  /** Numbers: two for each wire. */
  wires: 24_000,
  laneChanges: 400,
  bans: 2_000,
  faults: 2_000,
  reorgs: 4_000,
  told: 2_000,
  phases: 16,
  blocks: 4_096,
  /** Numbers in all lists of holders together: the oldest blocks lose theirs first. */
  holders: 900_000,
  transfers: 8_192,
  buckets: 720,
  /** With more nodes than these, buckets have no numbers of single nodes. */
  nodesInBuckets: 48,
} as const

export const BUCKET_US = 250_000

export const emptyHistory: History = {
  names: [],
  wires: [],
  lanes: {},
  bans: [],
  faults: [],
  reorgs: [],
  told: [],
  phases: [],
  blocks: {},
  transfers: {},
  series: { widthUs: BUCKET_US, buckets: [] },
  left: {},
}
