/** What a misdeed may do differently from the honest program it wraps. Whatever is left out stays honest. */
import type { Answered, Asked, Endpoint, Garbage, Json, Note, RequestId, TellOptions, Unreachable } from "@watercooler/kernel"
import type { LiarOut } from "./liar-out.ts"

/** One turn of a misdeed. */
export interface LiarTurn<Request, Answer> {
  readonly now: number
  readonly wallMs: number
  /** Its timers, asks, work orders and records are the misdeed's own. */
  readonly out: LiarOut<Request, Answer>
  /** Notes that the misdeed was done, with its facts: `peers` is how many heard of it, `hash` the block. */
  confess(facts: Omit<Note, "note">): void
}

/** How one of the misdeed's own asks ended. */
export type Ending<Answer> = Answered<Answer> | Unreachable | Garbage

export interface Overrides<Request, Answer> {
  /** It is time to misbehave. False: there is no opportunity, try again soon. */
  act(turn: LiarTurn<Request, Answer>): boolean
  /** An own timer is due. */
  timer?(name: string, turn: LiarTurn<Request, Answer>): void
  /** An own work order is done. */
  worked?(name: string, result: Json, turn: LiarTurn<Request, Answer>): void
  /** An own ask has ended. */
  ended?(ask: string, ending: Ending<Answer>, turn: LiarTurn<Request, Answer>): void
  /** An own record has survived. */
  remembered?(record: Json): void
  /** A request, before the honest program sees it. True: it is dealt with, the honest program never hears of it. */
  request?(asked: Asked<Request>, turn: LiarTurn<Request, Answer>): boolean
  /** The honest program answers. True: it is dealt with. */
  reply?(request: RequestId, answer: Answer, turn: LiarTurn<Request, Answer>): boolean
  /** The honest program tells its peers. True: it is dealt with. */
  tell?(peers: readonly Endpoint[], request: Request, options: TellOptions | undefined, turn: LiarTurn<Request, Answer>): boolean
  /** From now on it behaves: what it still holds back is let go. */
  calmed?(turn: LiarTurn<Request, Answer>): void
}
