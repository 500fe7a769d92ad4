/** Draws keyed by content: what is drawn for one message never depends on how many draws came before it. */
import type { Salt } from "../contract/values.ts"
import type { Draw } from "./draw.ts"
import { finish, GOLDEN, hashText, mix, mixOther } from "./mix.ts"

/** One stream of draws at a time; `key` begins another. Cheaper than expanding a salt for each. */
export class KeyedDraws {
  readonly #seedA: number
  readonly #seedB: number
  #a = 0
  #b = 0
  #count = 0

  constructor(seed: string) {
    this.#seedA = hashText(seed, 0x3c6ef372)
    this.#seedB = hashText(seed, 0x1b873593)
  }

  /** The next draws are those of this purpose for this identity. */
  key(purpose: number, a: number, b: number): Draw {
    this.#a = finish(mix(mix(this.#seedA, a), purpose))
    this.#b = finish(mixOther(mixOther(this.#seedB, b), purpose))
    this.#count = 0
    return this.next
  }

  readonly next: Draw = () => finish(finish((this.#a + Math.imul(++this.#count, GOLDEN)) | 0) ^ this.#b) >>> 0

  /** 128 bits for a turn's own use. */
  salt(purpose: number, a: number, b: number): Salt {
    this.key(purpose, a, b)
    return [this.next(), this.next(), this.next(), this.next()]
  }
}
