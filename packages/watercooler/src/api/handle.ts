/** An office in the hands of a test: the same in both worlds. */
import type { AnyFault, Disk, LinkFault } from "@watercooler/boss/faults"
import type { JournalEvent, Receipt } from "@watercooler/kernel"
import type { Checked, Answer as VerdictWord } from "../office/judging.ts"

/** `8s`, `500ms`, `1m30s`, or milliseconds. */
export type Duration = string | number

/** A node, by what can be known of it from outside. */
export interface NodeState {
  readonly name: string
  readonly honest: boolean
  readonly state: "up" | "starting" | "paused" | "down"
  readonly height: number
  /** Hash of its head; empty before it has one. */
  readonly head: string
  readonly peers: number
}

/** A fault that lasts. Healed by hand, or when it goes out of scope: `await using cut = await office.cut(…)`. */
export interface FaultHandle extends AsyncDisposable {
  readonly id: string
  /** Ends it, and says what it has touched. A second time, the same again. */
  heal(): Promise<Receipt>
}

export interface NodeHandle {
  readonly name: string
  /** As it was last heard of. */
  readonly state: NodeState
  /** SIGKILL: nothing is flushed, nobody is told. */
  fire(): Promise<Receipt>
  /** SIGTERM: it says goodbye. */
  layoff(): Promise<Receipt>
  hire(options?: { readonly disk?: Disk }): Promise<Receipt>
  pause(): Promise<Receipt>
  resume(): Promise<Receipt>
  /** Pays another node. @throws Error with the node's own words where it does not promise to. */
  pay(to: string, amount: number): Promise<void>
  /** Everything it computes takes so many times as long. */
  slow(factor: number, options?: LastingOptions): Promise<FaultHandle>
}

export interface LastingOptions {
  /** Ends by itself after so long. */
  readonly for?: Duration
}

export interface CutOptions extends LastingOptions {
  /** Only what goes from the first side to the second. */
  readonly oneWay?: boolean
}

export interface SlowOptions extends LastingOptions {
  readonly latency: Duration
  readonly jitter?: Duration
  readonly oneWay?: boolean
}

/** What a run comes to. */
export interface Judged {
  readonly verdict: VerdictWord
  readonly detail: string
  readonly checks: readonly Checked[]
}

export interface TestOffice extends AsyncDisposable {
  readonly world: "real" | "simulated"
  readonly seed: string
  /** The run's folder; undefined in virtual time, which leaves none. */
  readonly dir: string | undefined
  readonly nodes: readonly NodeHandle[]
  /** `bigload-1`, or `b1` for short. @throws Error if nobody is called so. */
  node(name: string): NodeHandle
  /** Cuts the wires between two sides; between the first and everybody else, when there is no second. */
  cut(from: readonly string[], to?: readonly string[], options?: CutOptions): Promise<FaultHandle>
  /** Delays what goes between two sides. */
  slow(from: readonly string[], to: readonly string[], options: SlowOptions): Promise<FaultHandle>
  /** Any fault of the vocabulary that lasts, as data; names may be short. @throws Error for words that are none. */
  begin(fault: LinkFault | Extract<AnyFault, { readonly node: string }>, options?: LastingOptions): Promise<FaultHandle>
  /** Ends every fault that lasts. */
  heal(): Promise<void>
  /** Lets so much time pass: real, or virtual, which takes as long as it has to. */
  pass(time: Duration): Promise<void>
  /** Lets time pass until something is so. Whether it came true in time. */
  until(isSo: (nodes: readonly NodeState[]) => boolean, options?: { readonly within?: Duration }): Promise<boolean>
  /** Everything that was noted, and every fault, so far. */
  readonly events: readonly JournalEvent[]
  /** The storm is over: faults end, everybody comes back, single blocks follow, and the judge has the word. The office is closed then. */
  judge(): Promise<Judged>
}

/** Heads of the honest nodes that are at work, each once. */
export function headsOf(nodes: readonly NodeState[]): ReadonlySet<string> {
  return new Set(nodes.filter(({ honest, state }) => honest && state === "up").map(({ head }) => head))
}
