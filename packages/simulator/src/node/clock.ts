/** A node's wall clock: right, unless a fault bends it. */
import type { ClockFault } from "@watercooler/boss/faults"

/** The first of January 2026: where every wall clock starts. */
export const WALL_EPOCH_US = 1_767_225_600_000_000

interface Bend {
  readonly fault: ClockFault
  readonly since: number
}

export class Clock {
  readonly #bends: Bend[] = []

  get isBent(): boolean {
    return this.#bends.length > 0
  }

  bend(fault: ClockFault, since: number): void {
    this.#bends.push({ fault, since })
  }

  mend(fault: ClockFault): void {
    const at = this.#bends.findIndex((bend) => bend.fault === fault)
    if (at >= 0) this.#bends.splice(at, 1)
  }

  /** How far it is off, microseconds. */
  offset(at: number): number {
    let offset = 0
    for (const { fault, since } of this.#bends) {
      offset += fault.kind === "drift" ? Math.trunc(((at - since) / 1_000_000) * fault.ppm) : fault.us
    }
    return offset
  }
}
