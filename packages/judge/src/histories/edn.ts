/** A reader of EDN, the notation of Clojure's data (github.com/edn-format/edn), bounded in depth. Tags are handed to the caller. */
import { UnreadableHistory } from "./trouble.ts"
import type { Value } from "./value.ts"

/** Given a tag without its `#` and what it stands before; returns what both mean. */
export type ReadTag = (tag: string, value: Value) => Value

const SPACE = /[\s,]/
const DELIMITS = Uint8Array.from({ length: 128 }, (_, code) => (/[\s,()[\]{}";]/.test(String.fromCharCode(code)) ? 1 : 0))
const INTEGER = /^[+-]?\d+N?$/
const FLOAT = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?M?$/
const RATIO = /^[+-]?\d+\/\d+$/
const CHARACTERS: Readonly<Record<string, string>> = { newline: "\n", space: " ", tab: "\t", return: "\r", formfeed: "\f", backspace: "\b" }
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", '"': '"', "\\": "\\", "/": "/" }

export class EdnReader {
  readonly #text: string
  readonly #depthMax: number
  readonly #readTag: ReadTag
  #at = 0
  #line = 1
  #counted = 0

  constructor(text: string, depthMax: number, readTag: ReadTag = (_, value) => value) {
    this.#text = text
    this.#depthMax = depthMax
    this.#readTag = readTag
  }

  /** The line of the next form, from 1. */
  get line(): number {
    for (; this.#counted < this.#at; this.#counted++) if (this.#text.charCodeAt(this.#counted) === 10) this.#line++
    return this.#line
  }

  /** Goes to the next form; false at the end of the text. */
  hasNext(): boolean {
    this.#skip(0)
    return this.#at < this.#text.length
  }

  next(): Value {
    return this.#form(0)
  }

  /** If a vector or list begins here, steps into it, so that a file that is one large vector can be read form by form. */
  enter(): string | undefined {
    const open = this.#text[this.#at]
    if (open !== "[" && open !== "(") return undefined
    this.#at++
    return open === "[" ? "]" : ")"
  }

  /** True if the closing bracket stands here, which is then behind us. */
  leaves(close: string): boolean {
    if (this.#text[this.#at] !== close) return false
    this.#at++
    return true
  }

  #form(depth: number): Value {
    if (depth > this.#depthMax) throw this.#trouble(`values nested more than ${this.#depthMax} deep`, "a history, which is flat")
    this.#skip(depth)
    const first = this.#text[this.#at]
    switch (first) {
      case undefined:
        throw this.#trouble("the end of the file in the middle of a value", "its closing bracket or quote")
      case "[":
        return this.#sequence("]", depth)
      case "(":
        return this.#sequence(")", depth)
      case "{":
        return this.#map(depth)
      case '"':
        return this.#string()
      case "\\":
        return this.#character()
      case "#":
        return this.#dispatch(depth)
      case "^":
        this.#at++
        this.#form(depth + 1)
        return this.#form(depth + 1)
      case "'":
        this.#at++
        return this.#form(depth + 1)
      case "]":
      case ")":
      case "}":
        throw this.#trouble(`a "${first}" that closes nothing`, "a value")
      default:
        return this.#atom()
    }
  }

  /** Blanks, commas, comments and discarded forms. */
  #skip(depth: number): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === 32 || code === 10 || code === 44 || code === 13 || code === 9) this.#at++
      else if (code === 59) {
        const end = this.#text.indexOf("\n", this.#at)
        this.#at = end < 0 ? this.#text.length : end
      } else if (code === 35 && this.#text[this.#at + 1] === "_") {
        this.#at += 2
        this.#form(depth + 1)
      } else if (code > 127 && SPACE.test(this.#text[this.#at] as string)) this.#at++
      else if (code === 0xfeff) this.#at++
      else return
    }
  }

  #sequence(close: string, depth: number): readonly Value[] {
    this.#at++
    const values: Value[] = []
    for (;;) {
      this.#skip(depth)
      if (this.#text[this.#at] === close) break
      values.push(this.#form(depth + 1))
    }
    this.#at++
    return values
  }

  #map(depth: number): ReadonlyMap<Value, Value> {
    const flat = this.#sequence("}", depth)
    if (flat.length % 2 === 1) throw this.#trouble("a map with a key and no value", "as many values as keys")
    const map = new Map<Value, Value>()
    for (let i = 0; i < flat.length; i += 2) map.set(flat[i] as Value, flat[i + 1] as Value)
    return map
  }

  #string(): string {
    const from = ++this.#at
    const text = this.#text
    let end = from
    let code = text.charCodeAt(end)
    while (code !== 34 && code !== 92 && end < text.length) code = text.charCodeAt(++end)
    if (code === 34) {
      this.#at = end + 1
      return text.slice(from, end)
    }
    return this.#escaped(from)
  }

  #escaped(from: number): string {
    let out = ""
    for (let at = from; at < this.#text.length; at++) {
      const character = this.#text[at] as string
      if (character === '"') {
        this.#at = at + 1
        return out
      }
      if (character !== "\\") {
        out += character
        continue
      }
      const escaped = this.#text[++at] ?? ""
      const unicode = escaped === "u" ? /^[0-9a-fA-F]{4}$/.exec(this.#text.slice(at + 1, at + 5))?.[0] : undefined
      if (unicode !== undefined) {
        out += String.fromCharCode(Number.parseInt(unicode, 16))
        at += 4
      } else out += ESCAPES[escaped] ?? escaped
    }
    throw this.#trouble("a string that does not end", 'its closing "')
  }

  #character(): string {
    const word = this.#word(this.#at + 2)
    const name = this.#text.slice(this.#at + 1, word)
    this.#at = word
    if (/^u[0-9a-fA-F]{4}$/.test(name)) return String.fromCharCode(Number.parseInt(name.slice(1), 16))
    return CHARACTERS[name] ?? name
  }

  #dispatch(depth: number): Value {
    const second = this.#text[this.#at + 1]
    if (second === "{") {
      this.#at++
      return this.#sequence("}", depth)
    }
    if (second === '"') {
      this.#at++
      return this.#string()
    }
    if (second === "#") {
      const end = this.#word(this.#at + 2)
      const name = this.#text.slice(this.#at + 2, end)
      this.#at = end
      return name === "Inf" ? Number.POSITIVE_INFINITY : name === "-Inf" ? Number.NEGATIVE_INFINITY : Number.NaN
    }
    if (second === "'") {
      this.#at += 2
      return this.#form(depth + 1)
    }
    const end = this.#word(this.#at + 1)
    if (end === this.#at + 1) throw this.#trouble(`a "#" before ${this.#near()}`, "a tag, a set or a discarded form")
    const tag = this.#text.slice(this.#at + 1, end)
    this.#at = end
    return this.#readTag(tag, this.#form(depth + 1))
  }

  #atom(): Value {
    const end = this.#word(this.#at)
    const word = this.#text.slice(this.#at, end)
    if (word === "") throw this.#trouble(this.#near(), "a value")
    this.#at = end
    return atomOf(word)
  }

  /** Where the word that begins before `from` ends. */
  #word(from: number): number {
    const text = this.#text
    let end = from
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end)
      if (code < 128 ? DELIMITS[code] === 1 : SPACE.test(text[end] as string)) break
    }
    return Math.min(end, text.length)
  }

  #near(): string {
    return JSON.stringify(this.#text.slice(this.#at, this.#at + 20))
  }

  #trouble(saw: string, expected: string): UnreadableHistory {
    return new UnreadableHistory(this.line, saw, expected)
  }
}

function atomOf(word: string): Value {
  const code = word.charCodeAt(0)
  if (code === 58) return word
  if (word === "nil") return null
  if (word === "true") return true
  if (word === "false") return false
  const mayBeNumber = (code >= 48 && code <= 57) || code === 43 || code === 45
  if (!mayBeNumber) return word
  if (INTEGER.test(word)) return integerOf(word.endsWith("N") ? word.slice(0, -1) : word)
  if (FLOAT.test(word)) return Number.parseFloat(word)
  if (RATIO.test(word)) {
    const [above = "0", below = "1"] = word.split("/")
    return Number(above) / Number(below)
  }
  return word
}

export function integerOf(digits: string): number | bigint {
  const value = Number(digits)
  return Number.isSafeInteger(value) ? value : BigInt(digits)
}
