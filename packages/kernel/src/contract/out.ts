/** What a node can ask for. A driver hands one `Out` to every step and interprets what was asked, in order. */
import type { Note } from "../journal/notes.ts"
import type { StoredRecord } from "./input.ts"
import type { AskId, Endpoint, Json, Micros, Position, RequestId, SessionId } from "./values.ts"

export interface AskOptions {
  /** How long to wait for the answer. The driver's own limit applies when this is left out or larger. */
  readonly timeoutUs?: Micros
  /** Sent along: the proof of the session that this peer opened to us. */
  readonly proof?: string
}

export interface TellOptions {
  /** Proofs to send along, by peer. */
  readonly proofs?: Readonly<Record<Endpoint, string>>
}

/** How raw bytes are sent. Only misdeeds use this. */
export interface RawReply {
  /** HTTP status or the nearest thing the wire has. */
  readonly status: number
  readonly contentType: string
  readonly body: string
  /**
   * whole: as it is. endless: the body is repeated until the other end gives up (drivers cap it at 64 MiB). slow: one byte at a time.
   * half: the connection ends in the middle. silent: nothing is ever sent.
   */
  readonly manner: "whole" | "endless" | "slow" | "half" | "silent"
}

export interface RawTell {
  /** Method and path, or the nearest thing the wire has: `POST /block`. */
  readonly route: string
  readonly contentType: string
  readonly body: string
}

export interface Out<Request, Answer> {
  /** Answer a request: once, or several times with `more` true on all but the last. A second final reply is an error of the program. */
  reply(request: RequestId, answer: Answer, options?: { readonly more?: boolean }): void
  /** Ask one peer. Ends exactly once, with `answer` (the last of a stream has `more` false), `garbage` or `unreachable`. */
  ask(id: AskId, peer: Endpoint, request: Request, options?: AskOptions): void
  /** Tell many peers. Only failures come back, as `unreachable` or `garbage` without an ask. */
  tell(peers: readonly Endpoint[], request: Request, options?: TellOptions): void
  /** Set a timer, or move one of the same name. */
  timer(name: string, afterUs: Micros): void
  cancelTimer(name: string): void
  /** Append a record. A barrier: every later effect of this node waits until the record is durable. */
  persist(record: Json): Position
  /** Replace all earlier records by one state. A barrier too. Positions go on from where they were. */
  snapshot(state: Json): void
  /** Read own records back, synchronously; undefined where a record does not exist or was replaced by a snapshot. */
  recall(position: Position): StoredRecord["record"] | undefined
  /** Order a registered pure function to be run off the turn; `worked` follows. Replaces an order of the same name. */
  work(name: string, job: string, order: Json): void
  cancelWork(name: string): void
  /** End a session. `closed` follows. */
  close(session: SessionId): void
  /** State a fact for observers. Never read back by the node. */
  note(note: Note): void
  /** An unsigned 32-bit integer expanded from the turn's salt. */
  random(): number
  /** Misdeeds only: answer with bytes no codec would produce. */
  rawReply(request: RequestId, raw: RawReply): void
  /** Misdeeds only: send bytes no codec would produce. The answer is not heard. */
  rawTell(peers: readonly Endpoint[], raw: RawTell, options?: TellOptions): void
}
