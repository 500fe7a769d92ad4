/** A pairing heap (Fredman, Sedgewick, Sleator and Tarjan, 1986): events are linked to each other, and putting one in is a single comparison. */
import { compare, type SimEvent } from "./event.ts"

export class PairingQueue<Event extends SimEvent> {
  #root: SimEvent | undefined
  #size = 0

  get size(): number {
    return this.#size
  }

  get first(): Event | undefined {
    return this.#root as Event | undefined
  }

  push(event: Event): void {
    this.#size++
    event.child = event.sibling = undefined
    this.#root = this.#root === undefined ? event : meld(this.#root, event)
  }

  pop(): Event | undefined {
    const first = this.#root
    if (first === undefined) return undefined
    this.#size--
    this.#root = mergePairs(first.child)
    first.child = undefined
    return first as Event
  }
}

function meld(one: SimEvent, other: SimEvent): SimEvent {
  if (compare(one, other) <= 0) {
    other.sibling = one.child
    one.child = other
    return one
  }
  one.sibling = other.child
  other.child = one
  return other
}

/** From left to right in pairs, then from right to left into one. A loop, because a recursion would be as deep as there are events. */
function mergePairs(first: SimEvent | undefined): SimEvent | undefined {
  let pairs: SimEvent | undefined
  let next = first
  while (next !== undefined) {
    const one: SimEvent = next
    const other: SimEvent | undefined = one.sibling
    next = other?.sibling
    one.sibling = undefined
    if (other !== undefined) other.sibling = undefined
    const pair: SimEvent = other === undefined ? one : meld(one, other)
    pair.sibling = pairs
    pairs = pair
  }
  let merged: SimEvent | undefined
  while (pairs !== undefined) {
    const rest: SimEvent | undefined = pairs.sibling
    pairs.sibling = undefined
    merged = merged === undefined ? pairs : meld(merged, pairs)
    pairs = rest
  }
  return merged
}
