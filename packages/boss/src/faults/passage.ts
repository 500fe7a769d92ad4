/** Asks the rules of a link, one after the other, what becomes of a message. */
import type { KeyedDraws } from "@watercooler/kernel"
import type { Rule, Ruling, Sighting } from "./rule.ts"
import type { Toll } from "./toll.ts"

/** A rule that some links have now, with what it needs to remember, and the fault whose receipt it writes. */
export interface LiveRule<Fault extends Toll = Toll> {
  readonly rule: Rule
  /** Keys its draws. */
  readonly purpose: number
  /** Until when each link is busy, for a rule that lets one message through after the other. */
  readonly busy: Map<object, number> | undefined
  /** Undefined for what a link is like anyway. */
  readonly fault: Fault | undefined
}

/** A message as its world shows it; the two that depend on the rule are filled in for each. */
export type Shown = Omit<Sighting, "hits" | "busyUntilUs"> & { hits: number; busyUntilUs: number }

/** What became of the message that was asked about last: one object, filled in anew, because a simulation asks millions of times. */
export class Passage<Fault extends Toll = Toll> {
  fate: "deliver" | "drop" | "refuse" | "reset" | "stall" = "deliver"
  /** How long it takes. */
  us = 0
  /** Whether those sent later may overtake it. */
  isHeldBack = false
  copies = 1
  /** Which bit is changed; negative for none. */
  bit = -1
  /** Who stalls or loses it; undefined for what a link is like anyway. */
  by: Fault | undefined
  readonly #draws: KeyedDraws

  constructor(draws: KeyedDraws) {
    this.#draws = draws
  }

  /** `link`: what is kept busy. `connection`: what receipts count. `a`, `b`: the identity of the message, which keys all draws. */
  ask(rules: readonly LiveRule<Fault>[], sight: Shown, link: object, connection: object, a: number, b: number): void {
    this.fate = "deliver"
    this.us = 0
    this.isHeldBack = false
    this.copies = 1
    this.bit = -1
    this.by = undefined
    for (let i = 0; i < rules.length; i++) {
      const live = rules[i] as LiveRule<Fault>
      sight.hits = live.fault?.messages ?? 0
      sight.busyUntilUs = live.busy?.get(link) ?? 0
      const ruling = live.rule(sight, this.#draws.key(live.purpose, a, b))
      if (ruling.kind === "pass") continue
      live.fault?.touch(connection, sight.bytes)
      if (!this.#heed(ruling, live, link, sight.at)) return
    }
  }

  /** Whether the next rule is to be asked. */
  #heed(ruling: Ruling, live: LiveRule<Fault>, link: object, at: number): boolean {
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
      case "pass":
        return true
      default:
        this.by = live.fault
        this.fate = ruling.kind
        return false
    }
  }
}
