/** Link faults while they last, each with its toll. */
import { concerns, type LinkFault, type LinkTable, Toll, Weather } from "../faults/index.ts"

export class LiveTrouble extends Toll {
  readonly id: string
  readonly fault: LinkFault

  constructor(id: string, fault: LinkFault) {
    super()
    this.id = id
    this.fault = fault
  }
}

/** What a reset touches at once: the connections that are open. */
export interface Resettable {
  readonly from: string
  readonly to: string
  reset(): void
}

export class Troubles {
  readonly weather: Weather<LiveTrouble>
  readonly #live = new Map<string, LiveTrouble>()
  readonly #open: () => Iterable<Resettable>
  readonly #ended: (trouble: LiveTrouble) => void

  /** `ended`: hears of every fault that is over, whatever ended it. */
  constructor(table: LinkTable, open: () => Iterable<Resettable>, ended: (trouble: LiveTrouble) => void) {
    this.weather = new Weather(table)
    this.#open = open
    this.#ended = ended
  }

  /** A heal, and a reset that does not last, are over at once. */
  begin(id: string, fault: LinkFault, lasts: boolean): void {
    const trouble = new LiveTrouble(id, fault)
    this.#live.set(id, trouble)
    if (fault.kind === "heal") {
      for (const other of this.weather.healedBy(fault)) trouble.connections.add(other) && this.end(other.id)
      return this.end(id)
    }
    if (fault.kind === "reset") {
      for (const line of [...this.#open()]) {
        if (!concerns(fault, line.from, line.to)) continue
        trouble.touch(line, 0)
        line.reset()
      }
      if (!lasts) return this.end(id)
    }
    this.weather.begin(id, fault, trouble)
  }

  end(id: string): void {
    const trouble = this.#live.get(id)
    if (trouble === undefined) return
    this.#live.delete(id)
    this.weather.end(trouble)
    for (const release of trouble.stalled.splice(0)) release()
    this.#ended(trouble)
  }

  endAll(): void {
    for (const id of [...this.#live.keys()]) this.end(id)
  }
}
