/** What a misdeed is: an entry of the catalogue, and a wrapper that makes an honest node program do it. */
import type { PeerCard, Wrapper } from "@watercooler/kernel"
import type { Forger } from "./forger.ts"
import { over } from "./over.ts"
import type { Overrides } from "./overrides.ts"

export interface MisdeedContext<Request, Answer> {
  readonly forger: Forger<Request, Answer>
  /** Act by itself from time to time. Otherwise only when an operator says so. */
  readonly auto: boolean
  /** Other bad actors. */
  readonly accomplices: readonly PeerCard[]
}

export interface MisdeedEntry {
  readonly name: string
  readonly kind: "malicious" | "stupid" | "random"
  /** What it does, as a sentence without subject: `Sends …`. */
  readonly does: string
  /** Completes the sentence *honest nodes must …*. */
  readonly honestNodesMust: string
  /** Codes of `rejected` notes, or names of offences, one of which honest nodes must note. Empty when no rule is broken. */
  readonly refusedAs: readonly string[]
  /** Whether honest nodes must ban who does it. */
  readonly banned: boolean
}

export interface Misdeed extends MisdeedEntry {
  apply<Request, Answer>(context: MisdeedContext<Request, Answer>): Wrapper<Request, Answer>
}

/** An entry, and what is done differently. */
export function misdeed(
  entry: MisdeedEntry,
  lie: <Request, Answer>(context: MisdeedContext<Request, Answer>) => Overrides<Request, Answer>,
): Misdeed {
  return { ...entry, apply: (context) => (honest) => over(honest, lie(context), entry.name, context.auto) }
}
