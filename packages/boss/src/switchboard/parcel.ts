/** A message that is held, or on its way, in pieces. */

export class Parcel {
  /** When it may go on, microseconds; infinite while something holds it. */
  at = 0
  /** How often it is handed on. */
  copies = 1
  bytes = 0
  /** Nothing of it follows. */
  isWhole = false
  /** Something of it has gone on. */
  isBegun = false
  readonly #slices: Buffer[] = []
  readonly #bodiesFrom: number[] = []
  #bodyBytes = 0

  get bodyBytes(): number {
    return this.#bodyBytes
  }

  push(slice: Buffer, bodyFrom: number): void {
    this.#slices.push(slice)
    this.#bodiesFrom.push(bodyFrom)
    this.bytes += slice.length
    this.#bodyBytes += slice.length - bodyFrom
  }

  take(): readonly Buffer[] {
    return this.#slices.splice(0)
  }

  /** Its body as text, for rules that look into it. */
  get text(): string {
    return Buffer.concat(this.#slices.map((slice, at) => slice.subarray(this.#bodiesFrom[at]))).toString("utf8")
  }

  /** Changes one bit of its body; an empty body has none. The first bit of a byte stays, or it would be another alphabet. */
  flip(bit: number): void {
    if (this.#bodyBytes === 0) return
    let at = (bit >>> 3) % this.#bodyBytes
    for (const [index, slice] of this.#slices.entries()) {
      const from = this.#bodiesFrom[index] as number
      const length = slice.length - from
      if (at < length) {
        const changed = Buffer.from(slice)
        changed[from + at] = (changed[from + at] as number) ^ (1 << ((bit & 7) % 7))
        this.#slices[index] = changed
        return
      }
      at -= length
    }
  }
}
