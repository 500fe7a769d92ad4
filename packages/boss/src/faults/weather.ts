/** What every link of a network has to bear now: what it is like anyway, and the faults that last. */
import { hashText } from "@watercooler/kernel"
import type { LinkFault } from "./link.ts"
import { baseRules, type LinkOptions, type LinkTable, linkOptionsOf } from "./link-model.ts"
import type { LiveRule } from "./passage.ts"
import { concerns, queues, type Rule, ruleOf } from "./rule.ts"
import type { Toll } from "./toll.ts"

/** A fault of links that lasts. Its ends as sets, because a large network asks often. */
interface Trouble<Fault extends Toll> {
  readonly live: Fault
  readonly rule: LiveRule<Fault>
  readonly fault: LinkFault
  readonly from: ReadonlySet<string>
  readonly to: ReadonlySet<string>
}

export class Weather<Fault extends Toll> {
  readonly #table: LinkTable
  readonly #base = new Map<LinkOptions, readonly LiveRule<Fault>[]>()
  /** Asked before all others, of every link. */
  readonly #own: readonly LiveRule<Fault>[]
  /** In the order in which they began. */
  #troubles: Trouble<Fault>[] = []
  #version = 0

  constructor(table: LinkTable, own: readonly Rule[] = []) {
    this.#table = table
    this.#own = own.map((rule, index) => ({ rule, purpose: hashText(`own ${index}`, 8), busy: undefined, fault: undefined }))
  }

  /** Grows whenever the rules of links may have changed. */
  get version(): number {
    return this.#version
  }

  begin(id: string, fault: LinkFault, live: Fault): void {
    const busy = queues(fault) ? new Map<object, number>() : undefined
    const rule = { rule: ruleOf(fault), purpose: hashText(id, 10), busy, fault: live }
    this.#troubles.push({ live, fault, rule, from: new Set(fault.from), to: new Set(fault.to) })
    this.#version++
  }

  end(live: Fault): void {
    if (!this.#troubles.some((each) => each.live === live)) return
    this.#troubles = this.#troubles.filter((each) => each.live !== live)
    this.#version++
  }

  /** The faults all of whose links a heal names. */
  healedBy(heal: LinkFault): readonly Fault[] {
    return this.#troubles.filter(({ fault }) => isWithin(fault, heal)).map(({ live }) => live)
  }

  rulesFor(from: string, to: string): readonly LiveRule<Fault>[] {
    const faults = this.#troubles.filter((trouble) => isTroubled(trouble, from, to)).map(({ rule }) => rule)
    const base = this.#baseOf(from, to)
    // The delays of the link itself come first: they apply even to a refusal.
    return this.#own.length === 0 && faults.length === 0 ? base : [...this.#own, ...base, ...faults]
  }

  #baseOf(from: string, to: string): readonly LiveRule<Fault>[] {
    const options = linkOptionsOf(this.#table, from, to)
    let rules = this.#base.get(options)
    if (rules === undefined) {
      rules = baseRules(options).map(({ name, rule, queues: isQueue }) => {
        return { rule, purpose: hashText(name, 9), busy: isQueue ? new Map<object, number>() : undefined, fault: undefined }
      })
      this.#base.set(options, rules)
    }
    return rules
  }
}

function isTroubled<Fault extends Toll>({ fault, from, to }: Trouble<Fault>, sender: string, receiver: string): boolean {
  return (from.has(sender) && to.has(receiver)) || (fault.both === true && from.has(receiver) && to.has(sender))
}

/** Whether a heal names all links of a fault. */
function isWithin(fault: LinkFault, heal: LinkFault): boolean {
  const pairs = fault.from.flatMap((from) => fault.to.map((to) => [from, to] as const))
  return pairs.every(([from, to]) => concerns(heal, from, to) || (fault.both === true && concerns(heal, to, from)))
}
