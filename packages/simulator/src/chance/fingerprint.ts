/** A run in one line: every event and effect folded, in order, into 128 bits. Fast, not cryptographic; integers only. */
import { finish } from "@watercooler/kernel"

export class Fingerprint {
  #a = 0x6a09e667
  #b = 0xbb67ae85 | 0
  #c = 0x3c6ef372
  #d = 0xa54ff53a | 0

  /** Two words, which need not be of 32 bits' size: only their low 32 bits count. */
  fold(first: number, second: number): void {
    const a = Math.imul(this.#a ^ first, 0x9e3779b1)
    const b = Math.imul(this.#b ^ second, 0x85ebca77)
    this.#a = (((a << 13) | (a >>> 19)) + this.#d) | 0
    this.#b = (((b << 17) | (b >>> 15)) + a) | 0
    this.#c = Math.imul(this.#c ^ this.#b, 0xc2b2ae3d)
    this.#d = (((this.#d << 11) | (this.#d >>> 21)) ^ this.#c) + b
    this.#d |= 0
  }

  /** Thirty-two hexadecimal digits. */
  get hex(): string {
    const lanes = [this.#a, this.#b, this.#c, this.#d]
    for (let round = 0; round < 2; round++) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = finish(((lanes[lane] as number) + (lanes[(lane + 3) & 3] as number)) | 0)
    }
    return lanes.map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("")
  }
}
