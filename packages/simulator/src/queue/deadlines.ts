/**
 * Deadlines, most of which are never reached: an ask that was answered needs no timeout. Those with the same wait come due in the order in which they were set,
 * so they stand in a line each, and only what is due and still open ever becomes an event.
 */
import { Fifo } from "./fifo.ts"

export interface Due {
  readonly dueAt: number
  /** Whether it need not be waited for any more. */
  readonly isOver: boolean
}

/** Waits that are used only now and then share no line worth having. */
export const LINES_MAX = 32

export class Deadlines<Item extends Due> {
  readonly #lines = new Map<number, Fifo<Item>>()
  /** No deadline is earlier than this. */
  earliest = Number.POSITIVE_INFINITY

  /** False if there are too many different waits already: then it has to become an event of its own. */
  add(waitUs: number, item: Item): boolean {
    let line = this.#lines.get(waitUs)
    if (line === undefined) {
      if (this.#lines.size >= LINES_MAX) return false
      line = new Fifo()
      this.#lines.set(waitUs, line)
    }
    line.push(item)
    if (item.dueAt < this.earliest) this.earliest = item.dueAt
    return true
  }

  /** Takes out all that are due by then and still open. */
  take(until: number, due: (item: Item) => void): void {
    this.earliest = Number.POSITIVE_INFINITY
    for (const line of this.#lines.values()) {
      for (let first = line.first; first !== undefined && (first.isOver || first.dueAt <= until); first = line.first) {
        line.shift()
        if (!first.isOver) due(first)
      }
      if (line.first !== undefined && line.first.dueAt < this.earliest) this.earliest = line.first.dueAt
    }
  }
}
