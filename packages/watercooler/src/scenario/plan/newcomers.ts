/** What people are called who are hired while the storm is on: as the scenario says, or by the next free names of their kind. */
import { fullName } from "@watercooler/kernel"
import type { Path } from "../read/path.ts"
import type { FaultEntry } from "../schema/faults.ts"
import { NODES_MAX } from "../schema/scenario.ts"
import { isNewcomers } from "./faults.ts"
import type { Objections } from "./objections.ts"
import { type Member, numbered } from "./roster.ts"

export class Newcomers {
  /** The highest number of each kind so far. */
  readonly #taken: Map<string, number>
  readonly #counts: Readonly<Record<string, number>>
  readonly #names = new Set<string>()

  constructor(counts: Readonly<Record<string, number>>) {
    this.#counts = counts
    this.#taken = new Map(Object.entries(counts))
  }

  /** Who joins by one turn of an entry. */
  hired({ hire }: FaultEntry, path: Path, objections: Objections): readonly Member[] {
    if (!isNewcomers(hire)) return []
    const kind = hire.kind ?? "bigload"
    const { newcomers } = hire
    if (typeof newcomers !== "number")
      return newcomers.flatMap((word, at) => this.#named(word, kind, [...path, "hire", "newcomers", at], objections))
    const taken = this.#taken.get(kind) ?? 0
    this.#taken.set(kind, taken + newcomers)
    // More than there may be are counted, and not made: whoever counts all nodes objects to the sum.
    const some = taken > NODES_MAX ? [] : numbered(kind, newcomers, taken + 1)
    for (const { name } of some) this.#names.add(name)
    return some
  }

  #named(word: string, kind: Member["kind"], path: Path, objections: Objections): readonly Member[] {
    const name = fullName(word.toLowerCase())
    const number = Number(name.startsWith(`${kind}-`) ? name.slice(kind.length + 1) : Number.NaN)
    if (!Number.isSafeInteger(number) || number < 1) {
      objections.add(path, `${word} is no name of a ${kind}`, `a name such as ${kind}-9`, `newcomers: [${kind}-9]`)
      return []
    }
    if (number <= (this.#counts[kind] ?? 0) || this.#names.has(name)) {
      objections.add(
        path,
        `there is a ${word} already`,
        "a name that nobody has yet",
        `newcomers: [${kind}-${(this.#taken.get(kind) ?? 0) + 1}]`,
      )
      return []
    }
    this.#names.add(name)
    this.#taken.set(kind, Math.max(this.#taken.get(kind) ?? 0, number))
    return [{ name, kind }]
  }
}
