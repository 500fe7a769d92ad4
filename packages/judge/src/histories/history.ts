/** What clients did and saw: events as they were recorded, and the operations that these events are about. */
import type { Value } from "./value.ts"

/** invoke: somebody asks. ok: it happened. fail: it certainly did not. info: nobody knows. */
export type EventKind = "invoke" | "ok" | "fail" | "info"

export interface HistoryEvent {
  readonly type: EventKind
  /** A client's number or name. Somebody whose name is no number and no client's, such as `nemesis`, does no operations. */
  readonly process: number | string
  /** The function: `read`, `write`, `cas`, `add`, `txn`, … without its colon. */
  readonly f: string
  readonly value: Value
  /** Of workloads that keep many objects and say so in a field of its own. */
  readonly key?: Value
  /** Nanoseconds since the beginning of the run. */
  readonly time?: number
  readonly error?: Value
  /** A read at the end, after everything has calmed down. */
  readonly isFinal?: boolean
  /** Where it stands in its file, from 1. */
  readonly line: number
  /** Fields that we have no use for, kept for whoever exports. */
  readonly more?: ReadonlyMap<Value, Value>
}

/** ok, fail, or info; an invocation that nobody ever completed is info too. */
export type Outcome = "ok" | "fail" | "info"

export interface Operation {
  readonly process: number | string
  readonly f: string
  readonly key?: Value
  /** What was asked for. */
  readonly input: Value
  /** What came back; of an `ok`. Undefined otherwise. */
  readonly output: Value | undefined
  readonly outcome: Outcome
  readonly error?: Value
  readonly isFinal: boolean
  /** Places in the order of all events; the first is 0. `Infinity` for what never came to an end. */
  readonly calledAt: number
  readonly returnedAt: number
  /** The lines of both in their file, from 1. */
  readonly line: number
  readonly returnLine: number | undefined
  readonly time: number | undefined
}

export interface History {
  readonly events: readonly HistoryEvent[]
  readonly operations: readonly Operation[]
  /** Keys stand in the values, as `[key value]`: Jepsen's independent tuples. */
  readonly hasTuples: boolean
  /** What was odd and has been put up with, in sentences. */
  readonly remarks: readonly string[]
}
