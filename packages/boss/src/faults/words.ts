/** Reads the words of a fault that came from outside, one at a time, and remembers the first that is wrong. */
import type { Json } from "@watercooler/kernel"

export type Words = { readonly [word: string]: Json | undefined }

/** A value, or a sentence that says what was seen and what was expected. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly because: string }

export function isWords(json: Json | undefined): json is Words {
  return typeof json === "object" && json !== null && !Array.isArray(json)
}

export class WordReader {
  readonly #name: string
  readonly #words: Words
  readonly #read = new Set<string>()
  #because: string | undefined

  constructor(name: string, words: Words) {
    this.#name = name
    this.#words = words
  }

  /** This word is known, and somebody else reads it. */
  skip(...words: readonly string[]): void {
    for (const word of words) this.#read.add(word)
  }

  /** The name of one node. */
  node(): string {
    const node = this.#take("node")
    if (typeof node === "string" && node !== "") return node
    return this.#refuse("the name of a node", "", "node", node)
  }

  /** One end of a link: the name of a node or a list of them. */
  end(word: "from" | "to"): readonly string[] {
    const end = this.#take(word)
    if (typeof end === "string" && end !== "") return [end]
    if (Array.isArray(end) && end.length > 0 && end.every((name) => typeof name === "string" && name !== "")) return end as string[]
    return this.#refuse("the name of a node or a list of names", [], word, end)
  }

  integer(word: string, min: number, max: number, otherwise?: number): number {
    const value = this.#take(word)
    if (value === undefined && otherwise !== undefined) return otherwise
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max) return value
    return this.#refuse(`an integer from ${min} to ${max}`, 0, word, value)
  }

  /** As `integer`, but may be left out. */
  maybeInteger(word: string, min: number, max: number): number | undefined {
    return this.#words[word] === undefined ? void this.#take(word) : this.integer(word, min, max)
  }

  maybeText(word: string): string | undefined {
    const value = this.#take(word)
    if (value === undefined || (typeof value === "string" && value !== "")) return value
    return this.#refuse("a text", "", word, value)
  }

  maybeOneOf<Choice extends string>(word: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#take(word)
    const choice = choices.find((known) => known === value)
    return value === undefined || choice !== undefined ? choice : this.#refuse(choices.join(", "), undefined, word, value)
  }

  flag(word: string): boolean {
    const value = this.#take(word)
    if (value === undefined || typeof value === "boolean") return value === true
    return this.#refuse("true or false", false, word, value)
  }

  /** What was read, unless a word was wrong or there is one that nobody knows. */
  done<T>(value: T): Parsed<T> {
    const stranger = Object.keys(this.#words).find((word) => !this.#read.has(word))
    const because =
      this.#because ??
      (stranger === undefined
        ? undefined
        : `${this.#name} has no "${stranger}"; it takes ${[...this.#read].filter((word) => word !== "kind").join(", ")}`)
    return because === undefined ? { ok: true, value } : { ok: false, because }
  }

  #take(word: string): Json | undefined {
    this.#read.add(word)
    return this.#words[word]
  }

  #refuse<T>(expected: string, instead: T, word: string, seen: Json | undefined): T {
    const what = seen === undefined ? "is missing" : `is ${JSON.stringify(seen)}`
    this.#because ??= `${this.#name} needs ${expected} as "${word}", which ${what}`
    return instead
  }
}
