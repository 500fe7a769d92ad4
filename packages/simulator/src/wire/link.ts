/** One direction between two nodes: what its rules are now, what is on it, and how often it has carried what. */
import type { LiveRule } from "@watercooler/boss/faults"
import { type Endpoint, hashText, mix, mixOther } from "@watercooler/kernel"
import type { Party } from "../node/party.ts"
import type { LiveFault } from "../storm/live-fault.ts"

/** Messages of equal content are told apart by how often the link has carried their like. */
const BUCKETS = 32

export class Link<Request, Answer> {
  readonly from: Party<Request, Answer>
  readonly endpoint: Endpoint
  /** Who lives there; undefined while nobody does. */
  to: Party<Request, Answer> | undefined
  readonly a: number
  readonly b: number
  rules: readonly LiveRule<LiveFault>[] = []
  /** The version of the storm that `rules` was made for. */
  rulesOf = -1
  /** When the last request on it arrives: the next one does not overtake it. */
  lastAt = -1
  /** Requests that were sent over it and have not ended. */
  underWay = 0
  session: string | undefined
  sessions = 0
  #carried: Uint16Array | undefined

  constructor(from: Party<Request, Answer>, endpoint: Endpoint, to: Party<Request, Answer> | undefined) {
    this.from = from
    this.endpoint = endpoint
    this.to = to
    this.a = mix(from.a, hashText(endpoint, 0x452821e6))
    this.b = mixOther(from.b, hashText(endpoint, 0x38d01377))
  }

  /** How many messages with (nearly) this content it has carried before. */
  occurrence(digest: number): number {
    this.#carried ??= new Uint16Array(BUCKETS)
    const bucket = digest & (BUCKETS - 1)
    const count = this.#carried[bucket] as number
    this.#carried[bucket] = count + 1
    return count
  }
}
