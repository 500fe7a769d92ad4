/** First in, first out, without moving the rest at every step. */

export class Fifo<Item> {
  #items: (Item | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  get first(): Item | undefined {
    return this.#items[this.#head]
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    if (this.#head >= 64 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  /** Throws out what is not worth keeping; the order stays. */
  sift(isKept: (item: Item) => boolean): void {
    const kept: (Item | undefined)[] = []
    for (let i = this.#head; i < this.#items.length; i++) {
      const item = this.#items[i] as Item
      if (isKept(item)) kept.push(item)
    }
    this.#items = kept
    this.#head = 0
  }

  /** Takes out everything. */
  drain(): Item[] {
    const rest = this.#items.slice(this.#head) as Item[]
    this.#items = []
    this.#head = 0
    return rest
  }
}
