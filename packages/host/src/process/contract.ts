/** What passes between a supervisor and the node process it hires: one configuration file, then messages over IPC. */
import type { Json, NoteEvent, Receipt } from "@watercooler/kernel"

/** Everything a node process is told at its start. Written by the supervisor as JSON (mode 0600), or composed from file, environment and flags. */
export interface NodeConfig {
  readonly name: string
  /** Which program to run: an entry of the process's own table of programs (`bigload`, `wall`, `clients`). */
  readonly program: string
  /** What the program itself is configured with; its blueprint checks it. */
  readonly settings: Json
  /** Names of misdeeds the program is wrapped in, outermost last. Empty for the honest. */
  readonly misdeeds: readonly string[]
  /** Other bad actors, as JSON peer cards: what a misdeed may name in place of honest peers. */
  readonly accomplices: readonly { readonly endpoint: string; readonly key: string; readonly name: string }[]
  /** Whether misdeeds act by themselves; otherwise only when told. */
  readonly auto: boolean
  /** Seeds this node's salts. */
  readonly seed: string
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly store: "sqlite" | "memory"
  /** Also survive loss of power, not only SIGKILL. */
  readonly fsync: boolean
  readonly storageDir: string
  /** What became of the disk since the last life: kept as it was, with the torn beginning of a record at its end, or with a damaged record. */
  readonly disk: "kept" | "torn" | "rotten"
  readonly logDir: string
  readonly logLevel: "debug" | "info" | "warning" | "error" | "silent"
  /** The node's own journal, appended synchronously. Empty: none. */
  readonly journalFile: string
  readonly journalBytesMax: number
  /** Where the node's inputs are recorded for offline replay. Empty: not recorded. */
  readonly inputsFile: string
  readonly inputsBytesMax: number
  /** The monotonic instant at which the run began, nanoseconds as text (`process.hrtime.bigint()` of the supervisor). Empty: now. */
  readonly runStartedNs: string
  /** Where Sauron is; empty: nobody watches. */
  readonly sauronUrl: string
  /** The only places this node may dial, `127.0.0.1:8000-8099`. Empty: any port of the loopback interface. */
  readonly dial: readonly string[]
  /** Proves this node to a switchboard, and a switchboard to this node. Empty: there is none. */
  readonly linkSecret: string
  /** `host:port` of the switchboard through which peers are reached. Empty: directly. */
  readonly switchboard: string
  /** What the node suffers from its first moment, each by a name that it is relieved by. */
  readonly torments: readonly { readonly id: string; readonly what: Suffering }[]
  /** How often a second it may try where a job is a search, as mining is; 0: as often as the machine can. */
  readonly effortPerSecond: number
  /** Longest wait for a peer. */
  readonly peerTimeoutMs: number
  /** Requests under way at once: to one peer, and in all. More wait in a bounded queue, then are `overloaded`. */
  readonly asksPerPeerMax: number
  readonly asksMax: number
  /** Requests a second that one connection may send before it is told 429. */
  readonly requestsPerSecondPerLink: number
}

/** What a node process says to its supervisor. */
export type FromNode =
  /** Listening, and the boot step is done. */
  | { readonly say: "ready"; readonly url: string; readonly pid: number }
  /** A note, as it was written to the journal. */
  | { readonly say: "note"; readonly event: NoteEvent }
  /** Peers are reached through the switchboard now, and nothing that they were asked directly is under way any more. */
  | { readonly say: "switched" }
  /** What it was told to suffer is over. */
  | { readonly say: "relieved"; readonly id: string; readonly receipt: Receipt }
  /** The node cannot go on; it exits right after. */
  | { readonly say: "failed"; readonly because: string }

/** What a node is told to suffer, until it is relieved: of its wall clock, or of its disk. */
export type Suffering =
  | { readonly kind: "skew" | "jump"; readonly us: number }
  | { readonly kind: "drift"; readonly ppm: number }
  | { readonly kind: "disk-full" | "disk-lying" }
  | { readonly kind: "disk-slow"; readonly us: number }

/** What a supervisor may tell a node process. */
export type ToNode =
  /** Fire a timer of the program by name, now: how somebody tells a node to do what it would do by itself. */
  | { readonly do: "timer"; readonly name: string }
  /** Reach peers through the switchboard at `host:port` from now on. */
  | { readonly do: "switch"; readonly board: string }
  /** Everybody does: whoever asks directly is noticed. */
  | { readonly do: "expect-switchboard" }
  | { readonly do: "suffer"; readonly id: string; readonly what: Suffering }
  | { readonly do: "relieve"; readonly id: string }
