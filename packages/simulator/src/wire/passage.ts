/** A message of a simulation as the rules of its link see it. */
import { type LiveRule, Passage, type Shown } from "@watercooler/boss/faults"
import type { LiveFault } from "../storm/live-fault.ts"
import type { Letter } from "./letter.ts"
import type { Link } from "./link.ts"

type AnyLink = Link<never, never>

/** Filled in for each message anew. Route and size are found out only if a rule asks. */
class Sight implements Shown {
  from = ""
  to = ""
  kind: "request" | "answer" = "request"
  at = 0
  hits = 0
  busyUntilUs = 0
  letter: Letter<never> | undefined
  codec: Parameters<Letter<never>["bytes"]>[0]
  /** Size of an answer, when it is one. */
  answerBytes: (() => number) | undefined
  #bytes = -1

  get route(): string {
    return this.letter?.route(this.codec) ?? ""
  }

  get bytes(): number {
    if (this.#bytes < 0) this.#bytes = this.answerBytes?.() ?? this.letter?.bytes(this.codec) ?? 0
    return this.#bytes
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
    answerBytes: (() => number) | undefined,
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
    sight.answerBytes = answerBytes
    sight.forget()
    this.ask(rules, sight, link, link, a, b)
  }
}
