/** An office of programs that are not ours, as plain data: what is started, how it is known to be ready, and who reaches whom by which port. */
import type { Budget, Disk, MessageTrigger } from "@watercooler/boss/faults"
import type { GeneratorName } from "../histories/generators.ts"
import type { Expectation, PlannedFault } from "../scenario/plan/plan.ts"
import type { Role } from "./roles.ts"

/**
 * How programs reach each other. per-dialler: each is told another port for each of its peers. per-node: everybody is told the same port for a node,
 * and whoever dials it is found out. proxy: each has a forward proxy of its own. none: they reach each other directly, and no fault of a link can touch them.
 */
export const frontKinds = ["per-dialler", "per-node", "proxy", "none"] as const
export type FrontKind = (typeof frontKinds)[number]

/** tcp+udp: both, on the same number, as programs do that gossip. */
export const protocols = ["tcp", "udp", "tcp+udp"] as const
export type Protocol = (typeof protocols)[number]

export function speaks({ protocols }: Pick<Program, "protocols">, port: string, what: "tcp" | "udp"): boolean {
  return (protocols[port] ?? "tcp").split("+").includes(what)
}

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
  /** What is spoken on those that do not speak TCP alone. */
  readonly protocols: Readonly<Record<string, Protocol>>
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

/** What a fault of programs may wait for in place of a time: a line that somebody logs while the storm is on. */
export interface LogTrigger {
  /** Whoever it is, when left out. */
  readonly node: string | undefined
  readonly logs: string
  /** The how-manieth line, from 1. */
  readonly count: number
}

/** What the office's timeline waits for that is a line of a log, it hears as a note of this name, with the pattern as its `line`. */
export const LOGGED = "logged"

/** A fault of whoever has a role when its moment has come, or one that only programs know. */
export interface RoleFault {
  readonly id: string
  /** Undefined: it waits. */
  readonly atUs: number | undefined
  readonly when: LogTrigger | MessageTrigger | undefined
  /** With `when`: so much later. */
  readonly afterUs: number
  readonly forUs: number | undefined
  readonly kind: "isolate" | "fire" | "layoff" | "pause" | "slow" | "upgrade"
  /** Or a node by its name. */
  readonly role: Role | string
  /** Of `isolate`: so many others stay with it. */
  readonly others: number
  /** Of `isolate`: connections that are open are reset when it begins. */
  readonly closes: boolean
  /** Of `slow`. */
  readonly factor: number
  /** Of `upgrade`: the other command, with gaps. */
  readonly to: readonly string[]
  /** Of whoever is hired back. */
  readonly disk: Disk
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
  /** What the Boss may do; undefined: as suits an office of this size. */
  readonly boss: Budget | undefined
  /** Whom the Boss would rather harm than others. */
  readonly likes: Role | undefined
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
