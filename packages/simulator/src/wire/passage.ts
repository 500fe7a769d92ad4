/** Asks the rules of a link, one after the other, what becomes of a message. */
import type { Ruling, Sighting } from "@watercooler/boss/faults"
import type { KeyedDraws } from "../chance/keyed.ts"
import type { LiveFault } from "../storm/live-fault.ts"
import type { LiveRule } from "../storm/live-rule.ts"
import type { Letter } from "./letter.ts"
import type { Link } from "./link.ts"

type AnyLink = Link<never, never>

/** Filled in for each message anew. Route and size are found out only if a rule asks. */
class Sight implements Sighting {
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

/** What became of the message that was asked about last. */
export class Passage {
  fate: "deliver" | "drop" | "refuse" | "reset" | "stall" = "deliver"
  /** How long it takes. */
  us = 0
  /** Whether those sent later may overtake it. */
  isHeldBack = false
  copies = 1
  /** Which bit is changed; negative for none. */
  bit = -1
  /** Who stalls it. */
  stalledBy: LiveFault | undefined
  readonly #draws: KeyedDraws
  readonly #sight = new Sight()

  constructor(draws: KeyedDraws) {
    this.#draws = draws
  }

  ask(
    rules: readonly LiveRule[],
    link: AnyLink,
    to: string,
    kind: "request" | "answer",
    letter: Letter<never>,
    answerBytes: (() => number) | undefined,
    at: number,
    a: number,
    b: number,
  ): void {
    this.fate = "deliver"
    this.us = 0
    this.isHeldBack = false
    this.copies = 1
    this.bit = -1
    this.stalledBy = undefined
    const sight = this.#sight
    sight.from = link.from.name
    sight.to = to
    sight.kind = kind
    sight.at = at
    sight.letter = letter
    sight.codec = link.from.plan.codec as never
    sight.answerBytes = answerBytes
    sight.forget()
    for (let i = 0; i < rules.length; i++) {
      const live = rules[i] as LiveRule
      sight.hits = live.fault?.messages ?? 0
      sight.busyUntilUs = live.busy?.get(link) ?? 0
      const ruling = live.rule(sight, this.#draws.key(live.purpose, a, b))
      if (ruling.kind === "pass") continue
      live.fault?.touch(link, sight.bytes)
      if (!this.#heed(ruling, live, link, at)) return
    }
  }

  /** Whether the next rule is to be asked. */
  #heed(ruling: Ruling, live: LiveRule, link: AnyLink, at: number): boolean {
    switch (ruling.kind) {
      case "delay":
        this.us += ruling.us
        return true
      case "hold-back":
        this.us += ruling.us
        this.isHeldBack = true
        return true
      case "transmit": {
        const until = Math.max(at, live.busy?.get(link) ?? 0) + ruling.us
        live.busy?.set(link, until)
        this.us += until - at
        return true
      }
      case "duplicate":
        this.copies++
        return true
      case "corrupt":
        this.bit = ruling.bit
        return true
      case "deliver":
        this.us += ruling.us
        return false
      case "stall":
        this.stalledBy = live.fault
        this.fate = "stall"
        return false
      case "pass":
        return true
      default:
        this.fate = ruling.kind
        return false
    }
  }
}
