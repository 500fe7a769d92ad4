/**
 * The content of plain data as 64 bits in two lanes. Fast, not cryptographic. The order of keys and keys without a value do not count, so that a value has
 * the same digest before and after it was written as JSON.
 */
import { finish, hashText, mix, mixOther } from "@watercooler/kernel"

const TEXTS_MAX = 65_536
const LONG = 24
const NULL = 0x51ed270b
const TRUE = 0x7f4a7c15
const FALSE = 0x165667b1
const NUMBER = 0x2545f491
const LIST = 0x6a09e667
const OBJECT = 0x3a8f05c5
const TWO_TO_32 = 0x100000000

interface Lanes {
  readonly a: number
  readonly b: number
}

export class Digest {
  /** The lanes of what was digested last. */
  a = 0
  b = 0
  /** Keys, names and other texts that come again and again. */
  readonly #texts = new Map<string, Lanes>()
  readonly #number = new DataView(new ArrayBuffer(8))

  of(value: unknown): void {
    switch (typeof value) {
      case "string":
        return this.text(value)
      case "number":
        return this.#ofNumber(value)
      case "boolean":
        return this.#set(value ? TRUE : FALSE)
      case "object":
        if (value === null) return this.#set(NULL)
        return Array.isArray(value) ? this.#ofList(value) : this.#ofObject(value as Record<string, unknown>)
      default:
        // Undefined in a list is null in JSON; anything else is no plain data.
        if (value === undefined) return this.#set(NULL)
        throw new TypeError(`a message or record holds a ${typeof value}, which is no plain data`)
    }
  }

  /** Long texts are mostly keys, hashes and signatures, which many nodes pass on: finding one again is cheaper than hashing it. */
  text(text: string): void {
    if (text.length >= LONG) {
      const known = this.word(text)
      this.a = known.a
      this.b = known.b
      return
    }
    this.a = hashText(text, 0x2f0b4a27)
    this.b = hashText(text, 0x5bd1e995)
  }

  /** As `text`, for texts that come again and again. */
  word(text: string): Lanes {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    if (this.#texts.size >= TEXTS_MAX) this.#texts.clear()
    const lanes = { a: hashText(text, 0x2f0b4a27), b: hashText(text, 0x5bd1e995) }
    this.#texts.set(text, lanes)
    return lanes
  }

  #set(word: number): void {
    this.a = word
    this.b = finish(word)
  }

  #ofNumber(value: number): void {
    let low = value | 0
    let high = 0
    if (low !== value) {
      if (Number.isSafeInteger(value)) high = Math.floor(value / TWO_TO_32) | 0
      else {
        this.#number.setFloat64(0, value)
        low = this.#number.getInt32(0)
        high = this.#number.getInt32(4) ^ NUMBER
      }
    }
    this.a = finish(mix(mix(NUMBER, low), high))
    this.b = finish(mixOther(mixOther(NUMBER, low), high))
  }

  #ofList(list: readonly unknown[]): void {
    let a = LIST ^ list.length
    let b = LIST
    for (let i = 0; i < list.length; i++) {
      this.of(list[i])
      a = mix(a, this.a)
      b = mixOther(b, this.b)
    }
    this.a = finish(a)
    this.b = finish(b)
  }

  /** A sum over the entries, whose order therefore does not count. */
  #ofObject(object: Record<string, unknown>): void {
    let a = OBJECT
    let b = OBJECT
    for (const key in object) {
      const value = object[key]
      if (value === undefined) continue
      this.of(value)
      const word = this.word(key)
      a = (a + finish(mix(word.a, this.a))) | 0
      b = (b + finish(mixOther(word.b, this.b))) | 0
    }
    this.a = finish(a)
    this.b = finish(b)
  }
}
