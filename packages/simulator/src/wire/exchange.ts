/** One request and whatever ends it. */
import type { RawReply, RawTell } from "@watercooler/kernel"
import type { Party } from "../node/party.ts"
import type { Due } from "../queue/deadlines.ts"
import type { Letter } from "./letter.ts"
import type { Link } from "./link.ts"

export class Exchange<Request, Answer> implements Due {
  readonly link: Link<Request, Answer>
  readonly asker: Party<Request, Answer>
  /** The asker's life in which it asked. */
  readonly life: number
  /** The asker's name for it; undefined for one delivery of a tell. */
  readonly id: string | undefined
  readonly letter: Letter<Request>
  readonly proof: string | undefined
  readonly waitUs: number
  /** Bytes that no codec would produce, in place of a request. Their answer is not heard. */
  readonly raw: RawTell | undefined
  a = 0
  b = 0
  dueAt = 0
  startedAt = 0
  isOver = false
  /** Parts of its answer that were sent, and when the last of them arrives. */
  parts = 0
  lastPartAt = -1

  constructor(
    link: Link<Request, Answer>,
    id: string | undefined,
    letter: Letter<Request>,
    proof: string | undefined,
    waitUs: number,
    raw: RawTell | undefined,
  ) {
    this.link = link
    this.asker = link.from
    this.life = link.from.life
    this.id = id
    this.letter = letter
    this.proof = proof
    this.waitUs = waitUs
    this.raw = raw
  }
}

/** A request that came from outside the network, or the second copy of one: nobody hears its answer on a link. */
export class Aside<Request, Answer> {
  readonly letter: Letter<Request>
  readonly answered: ((answer: Answer) => void) | undefined

  constructor(letter: Letter<Request>, answered: ((answer: Answer) => void) | undefined) {
    this.letter = letter
    this.answered = answered
  }
}

/** A request on its way that is not as it was sent: changed by a bit, or a second copy. */
export interface Odd<Request, Answer> {
  readonly exchange: Exchange<Request, Answer>
  readonly copy: number
  /** Which bit of the body was changed; negative for none. */
  readonly bit: number
}

/** An answer on its way. */
export interface Heard<Request, Answer> {
  readonly exchange: Exchange<Request, Answer>
  readonly said: { readonly answer: Answer } | { readonly raw: RawReply }
  readonly more: boolean
  readonly bit: number
}

/** The end of an exchange that is on its way to the asker. */
export interface Ending<Request, Answer> {
  readonly exchange: Exchange<Request, Answer>
  readonly delivery: "not-delivered" | "maybe-delivered"
  readonly because: "refused" | "timeout" | "closed" | "overloaded"
}
