/** A scenario as plain data, with every name spelt out and every draw made: what both worlds take. Times are microseconds of the storm. */
import type { Transfers } from "@watercooler/bigload"
import type { Budget, Disk, TimelineFault } from "@watercooler/boss/faults"
import type { Micros, Party } from "@watercooler/kernel"

/** A fault and its moment, as both worlds take it. */
export type PlannedFault = TimelineFault
export type { Budget, Disk }

export interface ScenarioPlan {
  readonly claim: string
  readonly seed: string
  readonly stormUs: Micros
  /** The network must have agreed so long after the storm. */
  readonly calmUsMax: Micros
  readonly network: PlannedNetwork
  /** Whether there is a tracker; it is called `tracker`. */
  readonly tracker: boolean
  readonly nodes: readonly PlannedNode[]
  readonly links: PlannedLinks
  readonly workload: PlannedWorkload
  readonly faults: readonly PlannedFault[]
  readonly boss: Budget | undefined
  /** Names of checks; undefined: all that can say anything. */
  readonly checks: readonly string[] | undefined
  readonly expect: Expectation
  /** What the seed asked for and what could not be: there was nobody left to draw. */
  readonly leftOut: readonly LeftOut[]
}

export interface PlannedNetwork {
  /** Of the hash power of all nodes together, in virtual time. */
  readonly blockIntervalUs: Micros
  /** Undefined: each world takes what suits it. */
  readonly difficultyBits: number | undefined
  readonly confirmations: number
  readonly subsidy: number
  readonly money: number
  readonly minPeers: number
}

export interface PlannedNode {
  readonly name: string
  readonly kind: NodeKind
  readonly honest: Party["honest"]
  readonly misdeeds: readonly string[]
  /** In relation to the others. */
  readonly hashPower: number
  readonly clock: { readonly skewUs: Micros; readonly driftPpm: number }
  /** The nodes by which it joins; empty: by the tracker. */
  readonly boot: readonly string[]
  readonly minPeers: number
}

export type NodeKind = "bigload" | "bigcrap" | "wall" | "shit"

export interface LinkShape {
  readonly latencyUs: Micros
  readonly jitterUs: Micros
  readonly lossPercent: number
  /** Undefined: no limit. */
  readonly bytesPerSecond: number | undefined
}

/** Where two rules fit a link, the later wins, knob by knob. */
export interface LinkRule extends Partial<LinkShape> {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

export interface PlannedLinks extends LinkShape {
  /** Nobody has said what they are like: processes reach each other as fast as the machine lets them. */
  readonly asTheyAre: boolean
  readonly rules: readonly LinkRule[]
}

export interface PlannedWorkload {
  readonly transfers: Transfers | undefined
  readonly payments: readonly { readonly atUs: Micros; readonly from: string; readonly to: string; readonly amount: number }[]
}

export interface Expectation {
  readonly verdict: "passed" | "violated" | "inconclusive"
  /** The check that must be the violated one. */
  readonly violates: string | undefined
}

export interface LeftOut {
  readonly id: string
  readonly atUs: Micros
  readonly because: string
}
