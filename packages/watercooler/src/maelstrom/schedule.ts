/** Everything about a run that is not the nodes' own doing, as data: enough to do it again, and to leave parts of it out. */
import type { ConsistencyModel } from "@watercooler/judge/histories"
import type { Fault, Nemesis } from "./nemesis.ts"
import type { NetworkOptions } from "./network.ts"
import type { Program } from "./node.ts"
import type { Role } from "./roles.ts"
import type { Topology } from "./topology.ts"

export const SCHEDULE_VERSION = 1

export interface MaelstromOptions {
  readonly workload: string
  readonly program: Program
  readonly nodes: readonly string[]
  readonly concurrency: number
  readonly ratePerS: number
  readonly limitMs: number
  readonly network: NetworkOptions
  readonly nemeses: readonly Nemesis[]
  readonly nemesisIntervalMs: number
  /** How nodes are known by which faults are meant; those that nobody gave are known. */
  readonly roles?: readonly Role[]
  readonly topology: Topology
  readonly consistency: ConsistencyModel
  /** The part of operations that must succeed: from 0 to 1; undefined: none. */
  readonly availabilityMin: number | undefined
  readonly seed: string
  /** Between the last fault and the last reads. */
  readonly quietMs: number
  readonly timeoutMs: number
  readonly keyCount: number
  readonly writesPerKeyMax: number
  readonly txnLengthMin: number
  readonly txnLengthMax: number
}

/** An operation by its number: what it asks for follows from the seed. */
export interface ScheduledOperation {
  readonly number: number
  readonly atMs: number
  readonly worker?: number
}

export interface Schedule {
  readonly version: typeof SCHEDULE_VERSION
  readonly options: MaelstromOptions
  readonly operations: readonly ScheduledOperation[]
  readonly faults: readonly Fault[]
}
