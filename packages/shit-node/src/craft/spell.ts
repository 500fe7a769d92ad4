/** A time during which a node misbehaves whenever there is an occasion. */
import { MICROS_PER_SECOND } from "@watercooler/kernel"

const LASTS_US = 4 * MICROS_PER_SECOND

export class Spell {
  #until = 0

  begin(now: number): void {
    this.#until = now + LASTS_US
  }

  lasts(now: number): boolean {
    return now < this.#until
  }
}
