/** An event in virtual time. Its place among others is a property of the event, never of when it was put in. */

/** Of what happens in one instant, what comes first. */
export const RANKS = { fault: 0, boot: 1, durable: 2, arrival: 3, worked: 4, timeout: 5, timer: 6, wake: 7 } as const
export type Rank = (typeof RANKS)[keyof typeof RANKS]

const TWO_TO_32 = 0x100000000

export class SimEvent<Receiver = unknown, Item = unknown> {
  /** Virtual microseconds. */
  readonly at: number
  /** Rank, then receiver: the low 32 bits are the receiver's key. */
  readonly place: number
  /** Identity, from the content of what happens: two unsigned words as one number below 2^53, and the rest. */
  readonly identity: number
  readonly rest: number
  /** What it is: for whoever dispatches it. */
  readonly kind: number
  readonly receiver: Receiver
  readonly item: Item
  /** Which life of the receiver it is meant for. */
  readonly life: number
  /** For a queue that links events. */
  child: SimEvent<Receiver, Item> | undefined = undefined
  sibling: SimEvent<Receiver, Item> | undefined = undefined

  constructor(
    at: number,
    rank: Rank,
    receiverKey: number,
    a: number,
    b: number,
    kind: number,
    receiver: Receiver,
    item: Item,
    life: number,
  ) {
    this.at = at
    this.place = rank * TWO_TO_32 + (receiverKey >>> 0)
    this.identity = a >>> 0
    this.rest = b >>> 0
    this.kind = kind
    this.receiver = receiver
    this.item = item
    this.life = life
  }
}

/** Negative if the first comes first. Events that are equal in all of this are the same thing twice, and their order makes no difference. */
export function compare(one: SimEvent, other: SimEvent): number {
  if (one.at !== other.at) return one.at - other.at
  if (one.place !== other.place) return one.place - other.place
  return one.identity - other.identity || one.rest - other.rest
}
