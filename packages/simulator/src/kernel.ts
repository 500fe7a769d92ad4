/** Virtual time: the events that wait, the moment it is, and the running fingerprint. Knows nothing of nodes. */
import { Fingerprint } from "./chance/fingerprint.ts"
import { Deadlines, type Due } from "./queue/deadlines.ts"
import { RANKS, type SimEvent } from "./queue/event.ts"
import { createQueue, type EventQueue, type QueueKind } from "./queue/queue.ts"

const TWO_TO_32 = 0x100000000

export class Kernel<Event extends SimEvent, Deadline extends Due> {
  readonly fingerprint = new Fingerprint()
  readonly #queue: EventQueue<Event>
  readonly #deadlines = new Deadlines<Deadline>()
  readonly #eventOf: (deadline: Deadline) => Event
  /** Virtual microseconds. */
  now = 0
  /** Events so far; those of faults do not count. */
  events = 0

  /** `eventOf` makes an event of a deadline that was reached. */
  constructor(queue: QueueKind, eventOf: (deadline: Deadline) => Event) {
    this.#queue = createQueue<Event>(queue)
    this.#eventOf = eventOf
  }

  get waiting(): number {
    return this.#queue.size
  }

  push(event: Event): void {
    this.#queue.push(event)
  }

  wait(waitUs: number, deadline: Deadline): void {
    if (!this.#deadlines.add(waitUs, deadline)) this.#queue.push(this.#eventOf(deadline))
  }

  /** The moment of the next event; infinite if there is none. */
  get nextAt(): number {
    const first = this.#first()
    return first === undefined ? Number.POSITIVE_INFINITY : first.at
  }

  /** Takes the next event out, if it comes by then, and moves the clock to it. */
  next(until: number): Event | undefined {
    const first = this.#first()
    if (first === undefined || first.at > until) return undefined
    this.#queue.pop()
    this.now = first.at
    if (first.place >= TWO_TO_32 * (RANKS.fault + 1)) this.events++
    return first
  }

  /** Folds a moment and whatever happened in it. */
  foldNow(first: number, second: number): void {
    this.fingerprint.fold(this.now | 0, (this.now / TWO_TO_32) | 0)
    this.fingerprint.fold(first, second)
  }

  #first(): Event | undefined {
    const first = this.#queue.first
    const at = first === undefined ? this.#deadlines.earliest : first.at
    if (this.#deadlines.earliest > at || at === Number.POSITIVE_INFINITY) return first
    this.#deadlines.take(at, (deadline) => this.#queue.push(this.#eventOf(deadline)))
    // What was due may all be over, and the earliest deadline a later one: then that is next.
    return this.#first()
  }
}
