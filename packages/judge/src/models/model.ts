/** A sequential object: what one client alone would see. Linearizability asks whether many clients could have seen it too. */
import type { Operation } from "../histories/history.ts"
import type { Value } from "../histories/value.ts"

/**
 * One operation as a model takes it: what was asked for and what came back, with all that makes no difference left out.
 * Two calls of equal words do the same to every state.
 */
export interface Call {
  readonly f: string
  readonly input: Value
  /** What was observed; undefined if nothing was. */
  readonly output?: Value
}

/** How an operation enters the search. */
export type Reading =
  /** It took effect at one moment between invocation and completion. */
  | { readonly kind: "must"; readonly call: Call }
  /** It may have taken effect at any moment after its invocation, or never. */
  | { readonly kind: "may"; readonly call: Call }
  /** It says nothing: a read of which nobody knows the answer, something that certainly did not happen. */
  | { readonly kind: "leave-out" }
  /** The model does not know such a thing. */
  | { readonly kind: "unknown"; readonly expected: string }

/** What is to be made of a compare-and-set that failed. */
export interface Reader {
  /** `observed`: the value was not `from`, a fact about the state. `ignored`: it did not happen, for whatever reason, and that is all. */
  readonly failedCas: "observed" | "ignored"
}

export interface Model<State> {
  readonly name: string
  /** One sentence: what is claimed of a history that passes. */
  readonly claim: string
  read(operation: Operation, reader: Reader): Reading
  readonly initial: State
  /** The state afterwards; undefined if the call cannot have been answered so in this state. */
  step(state: State, call: Call): State | undefined
  /** True for calls that can as well happen at once wherever they leave the state as it is: answers that were seen, for instance. */
  isIdle(call: Call): boolean
  /**
   * Where a state is a value that calls read or replace: the key of the only state in which this call is possible, `any` if it depends on the state in another way, and
   * nothing if it replaces whatever there is; and the key of the state that it leaves. With both, nobody tries what may have happened where nobody asks for it.
   */
  aim?(call: Call): Aim
  /** One text for each state. */
  key(state: State): string
  describe(call: Call): string
  /** The same for just these calls, if they allow of something quicker. */
  specialise?(calls: readonly Call[], spanOf: (call: Call) => Span): Model<unknown> | undefined
  /** The state as the subject of a sentence's end: "the register holds 3". */
  describeState(state: State): string
}

export interface Aim {
  readonly wants: string | "any" | undefined
  readonly makes: string | undefined
}

/** When a call occurs in a history. */
export interface Span {
  readonly times: number
  /** The earliest return of any, and the latest invocation. */
  readonly firstReturn: number
  readonly lastCall: number
}

export const leaveOut: Reading = { kind: "leave-out" }

/** For functions that change the state and observe nothing but that they were done. */
export function effect(operation: Operation, call: Call): Reading {
  if (operation.outcome === "fail") return leaveOut
  return { kind: operation.outcome === "ok" ? "must" : "may", call }
}

/** For functions that observe only. */
export function observation(operation: Operation, call: Call): Reading {
  return operation.outcome === "ok" ? { kind: "must", call } : leaveOut
}
