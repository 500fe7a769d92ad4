/** The contract of a node: a deterministic state machine that is told things and asks for things. */
import type { Crypto } from "../identity/crypto.ts"
import type { Input } from "./input.ts"
import type { Out } from "./out.ts"
import type { Json } from "./values.ts"

export interface NodeProgram<Request, Answer> {
  /** One turn. Synchronous and total: the same state and input always ask for the same effects. */
  step(input: Input<Request, Answer>, out: Out<Request, Answer>): void
}

/** A byzantine node is a function from node program to node program. */
export type Wrapper<Request, Answer> = (honest: NodeProgram<Request, Answer>) => NodeProgram<Request, Answer>

/** One slice of a long computation: either it is done, or it says where to go on. */
export type Slice = { readonly done: Json } | { readonly next: Json }

/**
 * A registered pure function that is too long for a turn. It works in slices of a few milliseconds, so that any driver can
 * interleave, cancel or count it. `start` is undefined for the first slice, then what the slice before it returned as `next`.
 */
export type Job = (order: Json, start: Json | undefined, crypto: Crypto) => Slice
