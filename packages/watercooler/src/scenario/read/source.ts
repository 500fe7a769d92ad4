/** The text of a scenario file, and where in it each value stands. */
import { type Document, isAlias, isCollection, isMap, isPair, isScalar, type LineCounter, type Node, type Pair } from "yaml"
import type { Objection } from "./objection.ts"
import type { Path } from "./path.ts"

export interface Spot {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** How many letters the caret underlines. */
  readonly length: number
}

export class Source {
  readonly file: string
  readonly lines: readonly string[]
  readonly #text: string
  readonly #counter: LineCounter
  readonly #document: Document

  constructor(file: string, text: string, counter: LineCounter, document: Document) {
    this.file = file
    this.#text = text
    this.lines = text.split(/\r\n|\n|\r/)
    this.#counter = counter
    this.#document = document
  }

  /** Where an objection points; the nearest thing around it that stands in the text, where it is about something that is missing. */
  spot({ path, at = "value" }: Pick<Objection, "path" | "at">): Spot {
    const found = this.#find(path)
    const node = at === "key" && found.key !== undefined ? found.key : (found.value ?? found.key)
    const range = node?.range
    if (range === undefined || range === null) return { line: 1, column: 1, length: 1 }
    const [from, to] = range
    if (typeof at === "object") {
      const offset = this.#text.slice(from, to).indexOf(at.word)
      if (offset >= 0) return this.span(from + offset, from + offset + at.word.length)
    }
    // Underlining a whole block of lines points at nothing.
    return isCollection(node) && !node.flow && found.key?.range ? this.span(found.key.range[0], found.key.range[1]) : this.span(from, to)
  }

  span(from: number, to: number): Spot {
    const { line, col } = this.#counter.linePos(from)
    const rest = this.#text.slice(from, to).split(/[\r\n]/)[0] ?? ""
    return { line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, rest.trimEnd().length) }
  }

  #find(path: Path): { readonly key: Node | undefined; readonly value: Node | undefined } {
    let key: Node | undefined
    let value = this.#resolved(this.#document.contents)
    for (const step of path) {
      const pair = isMap(value) ? value.items.find((item) => isPair(item) && keyOf(item) === String(step)) : undefined
      const next = pair !== undefined ? pair.value : isCollection(value) && !isMap(value) ? value.items[Number(step)] : undefined
      if (pair === undefined && next === undefined) break
      key = (pair?.key as Node | undefined) ?? undefined
      value = this.#resolved(next) ?? undefined
    }
    return { key, value }
  }

  #resolved(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document) ?? undefined
    return (node ?? undefined) as Node | undefined
  }
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key)
}
