/** A message of a simulation as the rules of its link see it. */
import { type LiveRule, Passage, type Shown } from "@watercooler/boss/faults"
import type { LiveFault } from "../storm/live-fault.ts"
import { bytesOf, type Letter } from "./letter.ts"
import type { Link } from "./link.ts"

type AnyLink = Link<never, never>

/** Filled in for each message anew. Route, body and size are found out only if a rule asks. */
class Sight implements Shown {
  from = ""
  to = ""
  kind: "request" | "answer" = "request"
  isClose = false
  at = 0
  hits = 0
  busyUntilUs = 0
  letter: Letter<never> | undefined
  codec: Parameters<Letter<never>["route"]>[0]
  /** Body of an answer, when it is one. */
  answerBody: (() => string) | undefined
  #bytes = -1

  get route(): string {
    return this.letter?.route(this.codec) ?? ""
  }

  get bytes(): number {
    if (this.#bytes < 0) this.#bytes = bytesOf(this.text)
    return this.#bytes
  }

  get text(): string {
    if (this.answerBody !== undefined) return this.answerBody()
    return this.codec === undefined ? "" : (this.letter?.wire(this.codec).body ?? "")
  }

  forget(): void {
    this.#bytes = -1
  }
}

export class LetterPassage extends Passage<LiveFault> {
  readonly #sight = new Sight()

  askFor(
    rules: readonly LiveRule<LiveFault>[],
    link: AnyLink,
    to: string,
    kind: "request" | "answer",
    letter: Letter<never>,
    answerBody: (() => string) | undefined,
    isClose: boolean,
    at: number,
    a: number,
    b: number,
  ): void {
    const sight = this.#sight
    sight.from = link.from.name
    sight.to = to
    sight.kind = kind
    sight.at = at
    sight.letter = letter
    sight.codec = link.from.plan.codec as never
    sight.answerBody = answerBody
    sight.isClose = isClose
    sight.forget()
    this.ask(rules, sight, link, link, a, b)
  }
}
