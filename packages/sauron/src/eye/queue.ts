/** A bounded queue that forgets the oldest: what the Eye has seen and not yet told. Numbers its items, so that a gap shows. */

export class ForgetfulQueue<T> {
  readonly #items: (T | undefined)[]
  readonly #sizeMax: number
  #size = 0
  #start = 0
  /** Sequence number of the oldest item held. */
  #seqFirst = 1
  #dropped = 0

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax
    this.#items = []
  }

  get size(): number {
    return this.#size
  }

  get dropped(): number {
    return this.#dropped
  }

  /** What was forgotten to make room, if anything. */
  push(item: T): T | undefined {
    let forgotten: T | undefined
    if (this.#size === this.#sizeMax) {
      forgotten = this.#items[this.#start]
      this.#start = (this.#start + 1) % this.#sizeMax
      this.#seqFirst += 1
      this.#size -= 1
      this.#dropped += 1
    }
    this.#items[(this.#start + this.#size) % this.#sizeMax] = item
    this.#size += 1
    return forgotten
  }

  /** The oldest item and its number. */
  shift(): { readonly item: T; readonly seq: number } | undefined {
    if (this.#size === 0) return undefined
    const item = this.#items[this.#start] as T
    this.#items[this.#start] = undefined
    this.#start = (this.#start + 1) % this.#sizeMax
    this.#size -= 1
    this.#seqFirst += 1
    return { item, seq: this.#seqFirst - 1 }
  }

  /** Items that were taken out and then lost all the same. */
  lose(count: number): void {
    this.#dropped += count
  }
}
