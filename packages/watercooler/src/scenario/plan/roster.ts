/** Who takes part, by every word that a scenario has for them. */
import { fullName, shortName } from "@watercooler/kernel"
import { didYouMean } from "../../input/suggest.ts"
import { named } from "../../office/names.ts"
import type { Path } from "../read/path.ts"
import type { Scenario } from "../schema/scenario.ts"
import type { Objections } from "./objections.ts"
import type { NodeKind } from "./plan.ts"

export const TRACKER = "tracker"
const KINDS = ["bigload", "bigcrap", "wall", "shit"] as const
/** Words that mean somebody everywhere, so that no group can have their name. */
const RESERVED: readonly string[] = ["honest", "shits", "all", "others", "any", TRACKER]

const drawnWhere = "`any` as the one whom a fault hits, or as a side of its links"

/** As the schema lets it through. */
export type NodeWords = string | readonly string[]

export interface Member {
  readonly name: string
  readonly kind: NodeKind
}

export class Roster {
  readonly members: readonly Member[]
  /** Those who are hired while the storm is on. */
  readonly newcomers: readonly Member[]
  readonly names: readonly string[]
  readonly hasTracker: boolean
  /** They are programs that are not ours: what they send and note is theirs to say. */
  readonly arePrograms: boolean
  readonly #kinds: ReadonlyMap<string, NodeKind>
  readonly #groups = new Map<string, readonly string[]>()
  /** The same words mean the same list, in memory too: a timeline may name all of five thousand nodes ten thousand times. */
  readonly #known = new Map<string, readonly string[]>()

  /** `others`: names of programs that are not ours. */
  constructor(nodes: Scenario["nodes"], newcomers: readonly Member[], others: readonly string[] = []) {
    const programs = others.map((name) => ({ name, kind: "bigload" as const }))
    this.members = [...KINDS.flatMap((kind) => numbered(kind, nodes[`${kind}s`] ?? 0)), ...programs]
    // In the order of their numbers, not of the entries that hire them.
    this.newcomers = [...newcomers].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || apart(a.name)[1] - apart(b.name)[1])
    this.names = [...this.members, ...this.newcomers].map(({ name }) => name)
    this.hasTracker = nodes.tracker ?? true
    this.arePrograms = others.length > 0
    this.#kinds = new Map([...this.members, ...newcomers].map(({ name, kind }) => [name, kind]))
  }

  kindOf(name: string): NodeKind | undefined {
    return this.#kinds.get(name)
  }

  isHonest(name: string): boolean {
    return this.#kinds.get(name) !== "shit"
  }

  /** Groups may be made of groups that stand above them. */
  group(name: string, words: NodeWords, path: Path, objections: Objections): void {
    if (RESERVED.includes(name) || this.#kinds.has(fullName(name)) || this.#groups.has(name)) {
      objections.add(path, `a group cannot be called ${name}`, "a name that means nobody yet", `${name}-group`, "key")
      return
    }
    this.#groups.set(name, this.resolve(words, path, objections))
  }

  /** Everybody who is meant, each once. What means nobody is objected to. `others`: everybody but these. */
  resolve(words: NodeWords, path: Path, objections: Objections, others?: readonly string[]): readonly string[] {
    const single = typeof words === "string" ? words : words.length === 1 ? words[0] : undefined
    if (single !== undefined && single !== "others") {
      const known = this.#known.get(single) ?? this.#word(single, path, objections)
      // What means nobody is objected to each time.
      if (known.length > 0) this.#known.set(single, known)
      return known
    }
    const met = new Set<string>()
    for (const word of typeof words === "string" ? [words] : words) {
      for (const name of word === "others" ? this.#others(path, objections, others) : this.#word(word, path, objections)) met.add(name)
    }
    // In one order, however they were named. The tracker is not among the names.
    return [...this.names.filter((name) => met.delete(name)), ...met]
  }

  /** One node, or the tracker where that is allowed. */
  one(word: string, path: Path, objections: Objections): string | undefined {
    const name = this.#nameOf(word)
    if (name === undefined) this.#unknown(word, path, objections)
    return name
  }

  /** A short way to say a list of names: `all`, `b1..b5`. */
  wordsFor(names: readonly string[]): string | string[] {
    if (names.length > 1 && names.length === this.names.length) return "all"
    const words = rangesOf(names)
    return words.length === 1 ? (words[0] as string) : [...words]
  }

  #others(path: Path, objections: Objections, others: readonly string[] | undefined): readonly string[] {
    if (others !== undefined) {
      const excluded = new Set(others)
      return this.names.filter((name) => !excluded.has(name))
    }
    objections.add(path, "`others` than whom?", "`others` beside somebody else, on the other side of a link", "cut: [b1, others]")
    return []
  }

  #word(word: string, path: Path, objections: Objections): readonly string[] {
    if (word === "all") return this.names
    if (word === "honest" || word === "shits") {
      const some = this.names.filter((name) => this.isHonest(name) === (word === "honest"))
      if (some.length === 0) objections.add(path, `${word} means nobody here`, "somebody who takes part", this.#whoThereIs(), { word })
      return some
    }
    const group = this.#groups.get(word)
    if (group !== undefined) return group
    const [first = "", last] = word.split("..")
    const from = this.#nameOf(first)
    if (from === undefined) return this.#unknown(first, path, objections)
    if (last === undefined) return [from]
    const to = this.#nameOf(last)
    return to === undefined ? this.#unknown(last, path, objections) : this.#range(from, to, word, path, objections)
  }

  #range(from: string, to: string, word: string, path: Path, objections: Objections): readonly string[] {
    const [kind, start] = apart(from)
    const [otherKind, end] = apart(to)
    if (kind === otherKind && start <= end) return numbered(kind as NodeKind, end - start + 1, start).map(({ name }) => name)
    objections.add(path, `${word} is no range`, "two nodes of one kind, the lower number first", "b1..b5", { word })
    return []
  }

  #nameOf(word: string): string | undefined {
    const name = named(word, this.names) ?? fullName(word.toLowerCase())
    return this.#kinds.has(name) || (name === TRACKER && this.hasTracker) ? name : undefined
  }

  #unknown(word: string, path: Path, objections: Objections): readonly string[] {
    const known = [...this.names.slice(0, 200), ...this.#groups.keys(), ...RESERVED].filter((name) => name !== word)
    if (word === "any") {
      objections.add(path, "nobody is drawn here", drawnWhere, "fire: any, or cut: [any, others]", { word })
      return []
    }
    // b9 of five is no slip of the finger.
    const near = /^[a-z]\d+$/i.test(word) || word === TRACKER ? "" : didYouMean(word, known)
    const hint = word === TRACKER ? " It is there unless `tracker: false` says otherwise." : near
    const expected = `somebody who takes part: ${this.#whoThereIs()}.${hint}`.replace(/\.$/, "")
    objections.add(path, `there is no ${word}`, expected, "name one of them, or ask for more nodes", { word })
    return []
  }

  #whoThereIs(): string {
    const groups = [...this.#groups.keys()]
    const words = [...rangesOf(this.names), ...groups]
    return words.length === 0 ? "nobody yet" : words.map((word) => word.replace("..", " to ")).join(", ")
  }
}

export function numbered<Kind extends string>(kind: Kind, count: number, first = 1): { readonly name: string; readonly kind: Kind }[] {
  return Array.from({ length: count }, (_, at) => ({ name: `${kind}-${first + at}`, kind }))
}

/** `bigload-1`, `bigload-2`, `shit-1` → `b1..b2`, `s1`. */
export function rangesOf(names: readonly string[]): readonly string[] {
  const spans: { kind: string; from: number; to: number; name: string }[] = []
  for (const name of names) {
    const [kind, number] = apart(name)
    const last = spans.at(-1)
    if (last !== undefined && last.kind === kind && last.to + 1 === number) last.to = number
    else spans.push({ kind, from: number, to: number, name })
  }
  return spans.map(({ kind, from, to, name }) => {
    const short = (number: number) => shortName(`${kind}-${number}`)
    return Number.isNaN(from) ? name : from === to ? short(from) : `${short(from)}..${short(to)}`
  })
}

function apart(name: string): readonly [kind: string, number: number] {
  const [, kind = name, number] = /^([a-z]+)-(\d+)$/.exec(name) ?? []
  return [kind, Number(number)]
}
