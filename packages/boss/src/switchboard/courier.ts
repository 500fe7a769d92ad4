/** One datagram over one link: the rules are asked as for any message; what refuses or resets loses it. What waits is bounded, as in any network. */
import type { SwitchboardLink } from "./link.ts"
import { Parcel } from "./parcel.ts"

export const DATAGRAM = { method: "", route: "datagram" }
/** Of those that a stall holds, all together. */
const STALLED_MAX = 1_000
/** Of those that are late, all together. */
const LATE_BYTES_MAX = 16 * 1_048_576

export class Courier {
  #carried = 0
  #lost = 0
  #lateBytes = 0

  /** How many were taken on. */
  get carried(): number {
    return this.#carried
  }

  /** How many were lost because too much was waiting. */
  get lost(): number {
    return this.#lost
  }

  carry(link: SwitchboardLink, payload: Buffer, send: (payload: Buffer) => void): void {
    this.#carried++
    link.carry("request", DATAGRAM)
    if (link.rules.length === 0) return send(payload)
    const parcel = new Parcel()
    parcel.push(payload, 0)
    const { bit, by, copies, fate, us } = link.ask("request", DATAGRAM, parcel)
    if (bit >= 0) parcel.flip(bit)
    const deliver = (): void => {
      for (const slice of parcel.take()) for (let copy = 0; copy < copies; copy++) send(slice)
    }
    if (fate === "deliver" && us === 0) deliver()
    else if (fate === "deliver") this.#later(link, us, payload.length, deliver)
    else if (fate === "stall" && by !== undefined) {
      if (by.stalled.length < STALLED_MAX) by.stalled.push(deliver)
      else this.#lost++
    }
  }

  #later(link: SwitchboardLink, us: number, bytes: number, deliver: () => void): void {
    if (this.#lateBytes + bytes > LATE_BYTES_MAX) {
      this.#lost++
      return
    }
    this.#lateBytes += bytes
    link.later(us, () => {
      this.#lateBytes -= bytes
      deliver()
    })
  }
}
