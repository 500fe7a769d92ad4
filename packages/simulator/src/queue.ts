/** Events in virtual time. Their order is a property of the events, never of when they were put in. */

export interface Keyed {
  /** Virtual microseconds. */
  readonly at: number
  /** Among events of one instant: faults first, then arrivals, then timers. */
  readonly rank: number
  readonly receiver: string
  /** Unique within one instant, rank and receiver. */
  readonly identity: string
}

function compare(a: Keyed, b: Keyed): number {
  return a.at - b.at || a.rank - b.rank || order(a.receiver, b.receiver) || order(a.identity, b.identity)
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A binary heap. */
export class EventQueue<Event extends Keyed> {
  readonly #heap: Event[] = []

  get size(): number {
    return this.#heap.length
  }

  get first(): Event | undefined {
    return this.#heap[0]
  }

  push(event: Event): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (compare(heap[parent] as Event, event) <= 0) break
      heap[at] = heap[parent] as Event
      at = parent
    }
    heap[at] = event
  }

  pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && compare(heap[child + 1] as Event, heap[child] as Event) < 0) child++
      if (compare(last, heap[child] as Event) <= 0) break
      heap[at] = heap[child] as Event
      at = child
    }
    heap[at] = last
    return first
  }
}
