/** The picture: all that the view draws, as plain data. Made by a pure reducer from journal events and sightings, live or from a file. */
import type { Json, Receipt } from "@watercooler/kernel"

export type NodeState = "starting" | "alive" | "paused" | "down" | "seen"

export interface NodePicture {
  readonly name: string
  readonly kind: string
  /** Undefined until somebody who knows has said so. */
  readonly honest: boolean | undefined
  readonly misdeeds: readonly string[]
  readonly endpoint: string
  readonly key: string
  /** `seen`: the Eye has seen it answer, and nobody has said that it was hired. */
  readonly state: NodeState
  readonly pid: number | undefined
  /** Hires after the first. */
  readonly restarts: number
  readonly height: number | undefined
  readonly head: string | undefined
  readonly headAt: number | undefined
  /** Endpoints in its peers table. */
  readonly peers: readonly string[]
  /** Endpoints that it is told of whenever it begins, where it does not say itself whom it knows. */
  readonly told: readonly string[]
  readonly requests: number
  /** Answers of status 400 and above, or none. */
  readonly failures: number
  readonly seenAt: number
  readonly reorgs: number
  readonly reorgDepthMax: number
  readonly rejections: number
  /** How often it has misbehaved, by its own account. */
  readonly misbehaved: number
  readonly mined: number
  /** Transfers that it has promised and that are in no block of its own yet. */
  readonly pending: number
  /** Blocks that it was told of and knew already. */
  readonly duplicates: number
}

export interface FaultPicture {
  readonly id: string
  readonly kind: string
  /** Everybody it names. */
  readonly nodes: readonly string[]
  /** Of a fault of links: its two sides. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly both: boolean
  readonly by: string
  readonly state: "planned" | "began" | "ended" | "refused"
  readonly plannedAt: number | undefined
  readonly beganAt: number | undefined
  readonly endedAt: number | undefined
  readonly receipt: Receipt | undefined
  readonly because: string | undefined
  readonly fault: { readonly [key: string]: Json | undefined }
}

export interface BanPicture {
  readonly by: string
  /** Key of the banned. */
  readonly peer: string
  readonly t: number
  readonly until: number
  readonly lifted: boolean
}

export interface RejectionPicture {
  readonly t: number
  readonly node: string
  readonly what: string
  readonly code: string
  readonly peer: string | undefined
}

export interface CheckPicture {
  readonly name: string
  readonly result: "passed" | "violated" | "inconclusive"
  readonly detail: string
}

export interface BlockPicture {
  readonly hash: string
  readonly height: number
  readonly previous: string
}

export interface Totals {
  readonly requests: number
  readonly failures: number
  readonly blocks: number
  readonly transfers: number
  readonly reorgs: number
  readonly rejections: number
  readonly misdeeds: number
  readonly bans: number
  readonly faults: number
}

export interface Picture {
  readonly run: string
  readonly seed: string
  readonly world: "real" | "simulated" | undefined
  readonly phase: "storm" | "calm" | "closed" | undefined
  readonly verdict: { readonly verdict: string; readonly detail: string } | undefined
  /** What the judge must know: the genesis, k. As the header has it. */
  readonly rules: { readonly [key: string]: Json | undefined }
  /** The run's time as far as it is known. */
  readonly t: number
  readonly nodes: { readonly [name: string]: NodePicture }
  /** Newest last. */
  readonly faults: readonly FaultPicture[]
  readonly bans: readonly BanPicture[]
  readonly rejections: readonly RejectionPicture[]
  /** How many refusals there were of each code. */
  readonly rejectionCodes: { readonly [code: string]: number }
  readonly misdeeds: { readonly [misdeed: string]: number }
  readonly checks: readonly CheckPicture[]
  /** The newest blocks that somebody has stored, for ancestry. */
  readonly blocks: readonly BlockPicture[]
  readonly totals: Totals
}

/** Who writes in a journal and is no node of the network. */
export const HELPERS: ReadonlySet<string> = new Set(["tracker", "clients", "sauron", "boss", "watercooler"])

/** Everything a stranger can make grow. */
export const pictureBounds = {
  nodes: 2_048,
  peersPerNode: 256,
  faults: 300,
  bans: 300,
  rejections: 100,
  names: 64,
  checks: 64,
  blocks: 2_048,
} as const

export const emptyPicture: Picture = {
  run: "",
  seed: "",
  world: undefined,
  phase: undefined,
  verdict: undefined,
  rules: {},
  t: 0,
  nodes: {},
  faults: [],
  bans: [],
  rejections: [],
  rejectionCodes: {},
  misdeeds: {},
  checks: [],
  blocks: [],
  totals: { requests: 0, failures: 0, blocks: 0, transfers: 0, reorgs: 0, rejections: 0, misdeeds: 0, bans: 0, faults: 0 },
}
