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

/** A line this long is rid of those that are over, and again when it has doubled since. */
const SIFT_FROM = 1_024

interface Line<Item> {
  readonly items: Fifo<Item>
  siftAt: number
}

export class Deadlines<Item extends Due> {
  readonly #lines = new Map<number, Line<Item>>()
  /** No deadline is earlier than this. */
  earliest = Number.POSITIVE_INFINITY

  /** False if there are too many different waits already: then it has to become an event of its own. */
  add(waitUs: number, item: Item): boolean {
    let line = this.#lines.get(waitUs)
    if (line === undefined) {
      if (this.#lines.size >= LINES_MAX) return false
      line = { items: new Fifo(), siftAt: SIFT_FROM }
      this.#lines.set(waitUs, line)
    }
    line.items.push(item)
    if (line.items.length >= line.siftAt) {
      line.items.sift(isOpen)
      line.siftAt = Math.max(SIFT_FROM, line.items.length * 2)
    }
    if (item.dueAt < this.earliest) this.earliest = item.dueAt
    return true
  }

  /** Takes out all that are due by then and still open. */
  take(until: number, due: (item: Item) => void): void {
    this.earliest = Number.POSITIVE_INFINITY
    for (const { items } of this.#lines.values()) {
      for (let first = items.first; first !== undefined && (first.isOver || first.dueAt <= until); first = items.first) {
        items.shift()
        if (!first.isOver) due(first)
      }
      if (items.first !== undefined && items.first.dueAt < this.earliest) this.earliest = items.first.dueAt
    }
  }
}

function isOpen(due: Due): boolean {
  return !due.isOver
}
