/** What an event queue must do. There are two, which must always agree. */
import type { SimEvent } from "./event.ts"
import { HeapQueue } from "./heap.ts"
import { PairingQueue } from "./pairing.ts"

export interface EventQueue<Event extends SimEvent = SimEvent> {
  readonly size: number
  /** The event that comes next, which stays. */
  readonly first: Event | undefined
  push(event: Event): void
  pop(): Event | undefined
}

export const queueKinds = ["heap", "pairing"] as const
export type QueueKind = (typeof queueKinds)[number]

export function createQueue<Event extends SimEvent>(kind: QueueKind): EventQueue<Event> {
  return kind === "heap" ? new HeapQueue<Event>() : new PairingQueue<Event>()
}
