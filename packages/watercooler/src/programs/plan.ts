/** An office of programs that are not ours, as plain data: what is started, how it is known to be ready, and who reaches whom by which port. */
import type { GeneratorName } from "../histories/generators.ts"
import type { Expectation, PlannedFault } from "../scenario/plan/plan.ts"
import type { Role } from "./roles.ts"

/**
 * How programs reach each other. per-dialler: each is told another port for each of its peers. per-node: everybody is told the same port for a node,
 * and whoever dials it is found out. proxy: each has a forward proxy of its own. none: they reach each other directly, and no fault of a link can touch them.
 */
export const frontKinds = ["per-dialler", "per-node", "proxy", "none"] as const
export type FrontKind = (typeof frontKinds)[number]

export type Readiness =
  | { readonly by: "port"; readonly port: string }
  | { readonly by: "http"; readonly port: string; readonly path: string }
  | { readonly by: "log"; readonly pattern: string }

export interface Program {
  /** Its nodes are called `redis-1`, `redis-2`, … */
  readonly name: string
  readonly count: number
  /** The program and its arguments, with gaps. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Written into the data folder when there is none of that name. */
  readonly files: Readonly<Record<string, string>>
  /** Names of its ports; the first is meant where none is named. */
  readonly ports: readonly string[]
  /** How one peer is told, of which `{peers}` is a list. */
  readonly peer: string
  readonly ready: Readiness
  /** Commands that are run once, one after the other, when all its nodes are ready. */
  readonly setup: readonly (readonly string[])[]
  readonly goodbye: NodeJS.Signals
  readonly fronts: FrontKind
  /** What passes is bytes: no HTTP is looked for. */
  readonly isStream: boolean
}

export interface ProgramNode {
  readonly name: string
  readonly program: Program
  /** From 1. */
  readonly number: number
}

export interface PlannedDrive {
  readonly workload: GeneratorName
  readonly client: string
  /** Of which program, and of which of its ports. */
  readonly program: string
  readonly port: string
  readonly ratePerS: number
  readonly concurrency: number
  readonly keyCount: number
  readonly quietMs: number
  readonly timeoutMs: number
  readonly ops: readonly string[]
  readonly value: string | undefined
  readonly serializable: boolean
  /** Of sets: reads may be stale for a while. */
  readonly isEventual: boolean
  readonly sentinel: string | undefined
  readonly cluster: boolean
  readonly replicas: number
}

/** A fault of whoever has a role when its moment has come. */
export interface RoleFault {
  readonly id: string
  readonly atUs: number
  readonly forUs: number | undefined
  readonly kind: "isolate" | "fire" | "layoff" | "pause" | "slow"
  readonly role: Role
  /** Of `isolate`: so many others stay with it. */
  readonly others: number
  /** Of `isolate`: connections that are open are reset when it begins. */
  readonly closes: boolean
  /** Of `slow`. */
  readonly factor: number
}

export const ownChecks = ["history", "faults-touched", "nobody-falls-over"] as const

export interface ProgramsPlan {
  readonly claim: string | undefined
  readonly seed: string
  /** Undefined: until somebody has seen enough. */
  readonly stormMs: number | undefined
  readonly programs: readonly Program[]
  readonly faults: readonly PlannedFault[]
  readonly roleFaults: readonly RoleFault[]
  readonly drive: PlannedDrive | undefined
  /** Undefined: all that can say anything. */
  readonly checks: readonly string[] | undefined
  readonly expect: Expectation
  /** Where `{here}` is. */
  readonly here: string
}

export function nodesOf(programs: readonly Program[]): readonly ProgramNode[] {
  return programs.flatMap((program) =>
    Array.from({ length: program.count }, (_, at) => ({ name: `${program.name}-${at + 1}`, program, number: at + 1 })),
  )
}
