/** What a judge is given: the journal, what the nodes held at the end, and the rules they had agreed to. */
import type { Crypto, JournalEvent, Json } from "@watercooler/kernel"

/** What one node held when the run ended. */
export interface FinalState {
  readonly node: string
  readonly honest: boolean
  /** Its process was running. */
  readonly alive: boolean
  /** It answered when it was asked for its state. */
  readonly reachable: boolean
  readonly height: number
  readonly head: string
  /** The genesis it works with, or its hash; null where it could not be asked. */
  readonly genesis: Json
  /** Its whole main chain, blocks 1 to `height`. */
  readonly blocks: readonly Json[]
  /** Keys it has banned. */
  readonly banned: readonly string[]
}

/** What honest nodes must make of a misdeed, as its catalogue entry says. */
export interface MisdeedExpectation {
  readonly name: string
  /** Codes of `rejected` notes, or names of offences. Empty when the misdeed breaks no rule. */
  readonly refusedAs: readonly string[]
  /** Whether who does it is banned. */
  readonly banned: boolean
}

export interface JudgeInput {
  readonly events: Iterable<JournalEvent>
  readonly finals: readonly FinalState[]
  /** `{ network: "crapcoin", genesis, k? }` */
  readonly rules: Json
  readonly crypto: Crypto
  readonly misdeeds: readonly MisdeedExpectation[]
  /** Names of the checks wanted. Left out: all that apply. */
  readonly asked?: readonly string[]
  /** Lines known to be missing from the journal. */
  readonly journalGaps: number
}
