/** What drives a system under test, whatever it is: clients who are asked for one operation at a time, and say what became of it. */
import type { Value } from "@watercooler/judge/histories"

/** One operation that somebody wants done. */
export interface Asked {
  readonly f: string
  readonly value: Value
  readonly key?: Value
  /** At the end, when everything has calmed down. */
  readonly isFinal?: boolean
}

/** ok: it happened, and this is what was seen. fail: it certainly did not happen, and never will. info: it may have, or may yet. */
export interface Completion {
  readonly type: "ok" | "fail" | "info"
  /** What was seen; of an `ok` without one, what was asked for. */
  readonly value?: Value
  readonly error?: string
}

/**
 * A client of one process. It does one thing at a time and never throws for what a system may do: whoever does not know what became of an operation says `info`.
 * After an `info` it is closed, and its process number is not used again.
 */
export interface Client {
  invoke(operation: Asked): Promise<Completion>
  close(): Promise<void>
}

/** `worker`: which of the concurrent ones, from 0. It stays when the process has to be replaced. */
export type OpenClient = (worker: number) => Promise<Client>

/** Asks for the operations of a workload, the same for the same seed. */
export interface Generator {
  /** Number `number`, from 0. */
  ask(number: number): Asked
  /** What each worker is asked for at the end, in order; nothing if there is no such thing. */
  readonly finals: readonly Asked[]
}
