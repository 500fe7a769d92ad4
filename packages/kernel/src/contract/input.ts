/** What a node is told. Everything a node ever learns about the world is one of these. */
import type { AskId, Endpoint, Json, LinkId, Micros, Position, RequestId, Salt, SessionId } from "./values.ts"

/** When and with which luck a turn happens. Part of every input. */
export interface Moment {
  /** Monotonic time since this boot. Never jumps. */
  readonly now: Micros
  /** The wall clock, microseconds since 1970. May be wrong, drift and jump. */
  readonly wall: Micros
  /** Fresh for every input. `out.random()` expands it. */
  readonly salt: Salt
}

/** A record that survived, and where it lies. */
export interface StoredRecord {
  readonly position: Position
  readonly record: Json
}

/** First input of every boot. */
export interface Boot {
  readonly kind: "boot"
  /** The last snapshot that survived, if any. */
  readonly snapshot: Json | undefined
  /** What was persisted since that snapshot, oldest first. May be iterated once, during this step. */
  readonly records: Iterable<StoredRecord>
  /** How many records there are, and so the position that the next one gets is `recordsFrom + recordCount`. */
  readonly recordsFrom: Position
  readonly recordCount: number
  /** Whether something at the end was found broken and dropped. What this node said last it may have forgotten then, and nobody can say how much. */
  readonly damaged: boolean
}

/** Somebody asks this node. Answer with `out.reply`, now or in a later turn. */
export interface Asked<Request> {
  readonly kind: "request"
  readonly id: RequestId
  readonly link: LinkId
  /** The proof of a session that came with it, if any: as good as what this node itself made of it. */
  readonly proof: string | undefined
  readonly request: Request
}

/** Whom this node asked has answered. */
export interface Answered<Answer> {
  readonly kind: "answer"
  readonly ask: AskId
  readonly peer: Endpoint
  readonly answer: Answer
  /** True when more answers to the same ask will follow (a stream). */
  readonly more: boolean
}

/** Why a peer could not be reached. */
export type UnreachableReason =
  /** Nobody listens there, or the driver may not dial it. */
  | "refused"
  /** No answer within the time allowed. */
  | "timeout"
  /** The connection ended before the answer was whole. */
  | "closed"
  /** A queue of this node's own driver is full. */
  | "overloaded"

/** A peer could not be reached. Ends an ask, or reports one failed delivery of a tell. */
export interface Unreachable {
  readonly kind: "unreachable"
  /** The ask that failed; undefined when a `tell` did. */
  readonly ask: AskId | undefined
  readonly peer: Endpoint
  /** Whether the peer may have acted on the request all the same. */
  readonly delivery: "not-delivered" | "maybe-delivered"
  readonly because: UnreachableReason
}

/** Bytes that did not decode, in place of a request or of an answer. */
export interface Garbage {
  readonly kind: "garbage"
  /** Where it arrived: as a request that may be answered, or as the answer to an ask (or, with no name, to a tell). */
  readonly instead:
    | { readonly of: "request"; readonly id: RequestId; readonly link: LinkId; readonly proof: string | undefined }
    | { readonly of: "answer"; readonly ask: AskId | undefined; readonly peer: Endpoint }
  /** What was wrong, in words fit for a log. */
  readonly because: string
  readonly bytes: number
}

/** What is known of a session's other end. */
export interface SessionFacts {
  readonly link: LinkId
  readonly remoteHost: string
  readonly remotePort: number
  /** Who opened it. */
  readonly direction: "inbound" | "outbound"
}

export interface Opened {
  readonly kind: "opened"
  readonly session: SessionId
  readonly facts: SessionFacts
}

export interface Closed {
  readonly kind: "closed"
  readonly session: SessionId
  readonly facts: SessionFacts
  readonly because: string
}

/** A timer set by `out.timer` is due; or an operator fired it by name. */
export interface TimerFired {
  readonly kind: "timer"
  readonly name: string
}

/** A work order is done. */
export interface Worked {
  readonly kind: "worked"
  readonly name: string
  readonly result: Json
}

/** The node is asked to leave: it may say goodbye in this turn, and is not heard again. */
export interface Leaving {
  readonly kind: "leaving"
}

export type Happening<Request, Answer> =
  | Boot
  | Asked<Request>
  | Answered<Answer>
  | Unreachable
  | Garbage
  | Opened
  | Closed
  | TimerFired
  | Worked
  | Leaving

export type Input<Request, Answer> = Moment & Happening<Request, Answer>

/** The one input of a given kind, e.g. `InputOf<"answer", Request, Answer>`. */
export type InputOf<Kind extends Happening<Request, Answer>["kind"], Request = Json, Answer = Json> = Moment &
  Extract<Happening<Request, Answer>, { kind: Kind }>
