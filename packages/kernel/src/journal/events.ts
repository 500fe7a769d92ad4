/**
 * The journal: newline-delimited JSON, one event a line, the same for real processes and for the simulator.
 * `docs/reference/journal.md` documents it. Version 1.
 */
import type { Json, Micros } from "../contract/values.ts"
import type { Note } from "./notes.ts"

export const JOURNAL_VERSION = 1

/** Common to every line. */
export interface Stamp {
  /** Microseconds since the run began; no clock fault touches it. */
  readonly t: Micros
  /** Who wrote the line: a node's name (`bigload-1`), `watercooler`, `boss`, `sauron`. */
  readonly node: string
  /** Per writer, from 1, without gaps: a gap is a lost line and makes a run inconclusive. */
  readonly seq: number
  /** The node's own monotonic clock, where it has one. */
  readonly now?: Micros
}

/** First line of a journal. The only one that says from which world it comes. */
export interface HeaderEvent extends Stamp {
  readonly type: "header"
  readonly version: typeof JOURNAL_VERSION
  readonly world: "real" | "simulated"
  readonly run: string
  readonly seed: string
  /** The parties, by name. */
  readonly parties: readonly Party[]
  /** What the judge must know: genesis, k, and so on. */
  readonly rules: { readonly [key: string]: Json | undefined }
}

export interface Party {
  readonly name: string
  readonly kind: string
  readonly honest: boolean
  readonly misdeeds: readonly string[]
  readonly endpoint: string
  /** Public key, 64 hex digits; empty for a kind that has none. */
  readonly key: string
  /** Endpoints of those it was told of, where it does not say itself whom it knows. */
  readonly peers?: readonly string[]
}

/** The node answered a request. */
export interface RequestEvent extends Stamp {
  readonly type: "request"
  readonly method: string
  /** The template, `GET /block/:hash`'s path; the raw path when no route fits. */
  readonly route: string
  readonly status: number
  readonly link: string
  readonly bytesIn: number
  readonly bytesOut: number
  readonly durationUs: Micros
  /** Causal id of the message: the trace id of its `traceparent`. */
  readonly trace: string
  /** Name or endpoint of who asked, if it said so. Not proven. */
  readonly from?: string
}

/** A request of this node ended. */
export interface AnswerEvent extends Stamp {
  readonly type: "answer"
  readonly method: string
  readonly route: string
  readonly to: string
  /** HTTP status, or 0 if unreachable. */
  readonly status: number
  readonly because?: string
  readonly durationUs: Micros
  readonly trace: string
}

export interface NoteEvent extends Stamp {
  readonly type: "note"
  readonly fact: Note
}

/** What happened to a process. */
export interface ProcessEvent extends Stamp {
  readonly type: "process"
  readonly what: "hired" | "ready" | "fired" | "laid-off" | "paused" | "resumed" | "ended"
  readonly subject: string
  readonly pid?: number
  readonly exitCode?: number
  readonly signal?: string
  /** Of an end: nobody in the office had asked for it. */
  readonly unasked?: true
  /** Of a hire: what became of its disk. */
  readonly disk?: string
}

export interface FaultEvent extends Stamp {
  readonly type: "fault"
  readonly what: "planned" | "began" | "ended" | "refused"
  /** Pairs the lines of one fault. */
  readonly id: string
  /** A fault of the vocabulary, as data: `{kind: "fire", node: "bigload-2"}`. */
  readonly fault: { readonly kind: string; readonly [key: string]: Json | undefined }
  /** Who wanted it: `boss`, `operator`, `scenario`. */
  readonly by: string
  readonly receipt?: Receipt
  readonly because?: string
  /** Of an end: it was to last longer, but the storm was over. */
  readonly cutShort?: boolean
}

/** How much a fault touched. All zero means: it did nothing. */
export interface Receipt {
  readonly processes: number
  readonly connections: number
  readonly messages: number
  readonly bytes: number
  /** Of a disk that came back torn or rotten: the records that it lost. */
  readonly records?: number
}

export interface CheckEvent extends Stamp {
  readonly type: "check"
  readonly name: string
  readonly result: "passed" | "violated" | "inconclusive"
  readonly detail: string
}

export interface PhaseEvent extends Stamp {
  readonly type: "phase"
  readonly phase: "storm" | "calm" | "closed"
}

export interface VerdictEvent extends Stamp {
  readonly type: "verdict"
  readonly verdict: "passed" | "violated" | "inconclusive"
  readonly detail: string
}

export type JournalEvent =
  | HeaderEvent
  | RequestEvent
  | AnswerEvent
  | NoteEvent
  | ProcessEvent
  | FaultEvent
  | CheckEvent
  | PhaseEvent
  | VerdictEvent
