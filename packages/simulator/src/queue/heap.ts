/** A heap of four children per event: half as deep as a binary one, and children lie side by side. */
import { compare, type SimEvent } from "./event.ts"

export class HeapQueue<Event extends SimEvent> {
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
      const above = (at - 1) >> 2
      const parent = heap[above] as Event
      if (compare(parent, event) <= 0) break
      heap[at] = parent
      at = above
    }
    heap[at] = event
  }

  pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    const size = heap.length
    let at = 0
    for (;;) {
      let child = at * 4 + 1
      if (child >= size) break
      let least = heap[child] as Event
      const end = Math.min(child + 4, size)
      for (let other = child + 1; other < end; other++) {
        const candidate = heap[other] as Event
        if (compare(candidate, least) < 0) {
          least = candidate
          child = other
        }
      }
      if (compare(last, least) <= 0) break
      heap[at] = least
      at = child
    }
    heap[at] = last
    return first
  }
}
