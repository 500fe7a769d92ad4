/**
 * What goes one way over a connection: cut into messages, each of which the rules of its link are asked about. Where a link has no rules, bytes pass as they
 * come; so does the beginning of a long message, and a cut that comes meanwhile holds the rest. Where it has some, a message is collected, ruled, and goes on in its turn: nothing overtakes within a connection, as in any stream of bytes.
 */
import type { Socket } from "node:net"
import type { Fate, Framed, SwitchboardLink } from "./link.ts"
import { Parcel } from "./parcel.ts"

/** A message longer than this is ruled by its beginning, and its rest follows. */
const COLLECTED_BYTES_MAX = 1_048_576
/** Bytes that wait in one direction before its source is told to wait. */
const HELD_BYTES_MAX = 4_194_304
/** A stream loses nothing for good: what is lost is sent again after this long (RFC 6298 asks for a second; Linux waits 200 ms). */
const RESEND_US = 200_000

/** Something that waits for its turn: a message, or the end of the connection. */
interface Item {
  readonly parcel: Parcel
  readonly message: Framed | undefined
  readonly close: "end" | "destroy" | undefined
}

/** The line that a direction belongs to. */
export interface Ends {
  /** Writes to whoever is to hear it, dialling first if need be. False when its buffers are full. */
  write(slice: Buffer): boolean
  /** Tells once when the buffers are no longer full. */
  drained(told: () => void): void
  /** A message is about to be written for the `nth` time, counted from 0. */
  goes(message: Framed, nth: number): void
  end(): void
  destroy(): void
  /** The sender hears that it was refused. */
  refuse(): void
  reset(): void
}

export class Direction {
  readonly link: SwitchboardLink
  readonly #source: () => Socket | undefined
  readonly #ends: Ends
  readonly #kind: "request" | "answer"
  readonly #queue: Item[] = []
  #mode: "through" | "collect" | "follow" | "discard" = "through"
  #message: Framed | undefined
  #parcel: Parcel | undefined
  #heldBytes = 0
  #isFull = false
  #isClosed = false
  #timerAt = Number.POSITIVE_INFINITY

  constructor(link: SwitchboardLink, source: () => Socket | undefined, ends: Ends, kind: "request" | "answer") {
    this.link = link
    this.#source = source
    this.#ends = ends
    this.#kind = kind
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#parcel === undefined
  }

  /** A message begins. `skip`: nobody is to hear it. */
  begin(message: Framed, skip = false): void {
    this.#message = message
    this.link.carry(this.#kind, message)
    if (skip) this.#mode = "discard"
    else if (this.link.rules.length === 0 && this.#queue.length === 0) {
      this.#mode = "through"
      this.#ends.goes(message, 0)
    } else {
      this.#mode = "collect"
      this.#parcel = new Parcel()
    }
  }

  bytes(slice: Buffer, bodyFrom: number, isEnd: boolean): void {
    // A message that was under way when the first rule came: its beginning is gone, so what follows of it fares as a stream does.
    if (this.#mode === "through") this.stream(slice)
    else if (this.#mode === "collect" || this.#mode === "follow") this.#collect(slice, bodyFrom, isEnd)
  }

  /** Bytes that belong to no message. */
  stream(slice: Buffer): void {
    if (this.link.rules.length === 0 && this.#queue.length === 0) return this.#write(slice)
    const parcel = new Parcel()
    parcel.push(slice, 0)
    parcel.isWhole = true
    const fate = this.link.ask(this.#kind, undefined, parcel)
    if (fate.fate === "reset" || fate.fate === "refuse") return this.link.later(fate.us, () => this.#ends.reset())
    if (fate.bit >= 0) parcel.flip(fate.bit)
    parcel.copies = 1
    const item = { parcel, message: undefined, close: undefined }
    if (fate.fate === "drop" && fate.by === undefined) this.#wait(item, RESEND_US, false)
    else if (fate.fate === "deliver") this.#wait(item, fate.us, fate.isHeldBack)
    else this.#hold(item, fate)
  }

  /** The source has nothing more to say: it has ended its half, or the connection as a whole. */
  closed(how: "end" | "destroy"): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#mode === "collect" && this.#parcel !== undefined) this.#rule(this.#parcel)
    if (this.#parcel !== undefined) this.#parcel.isWhole = true
    const item: Item = { parcel: new Parcel(), message: undefined, close: how }
    item.parcel.isWhole = true
    const fate = this.link.askAboutClose(this.#kind)
    if (fate.by !== undefined && (fate.fate === "drop" || fate.fate === "stall")) this.#hold(item, fate)
    else this.#wait(item, fate.us, fate.isHeldBack)
  }

  #collect(slice: Buffer, bodyFrom: number, isEnd: boolean): void {
    const parcel = this.#parcel
    if (parcel === undefined) return this.#write(slice)
    parcel.push(slice, bodyFrom)
    parcel.isWhole = isEnd
    this.#keep(slice.length)
    if (this.#mode === "collect" && (isEnd || parcel.bytes >= COLLECTED_BYTES_MAX)) this.#rule(parcel)
    else if (this.#mode === "follow") this.#advance()
    if (isEnd) this.#parcel = undefined
  }

  /** The rules say what becomes of a message. What follows of it shares its fate. */
  #rule(parcel: Parcel): void {
    const message = this.#message as Framed
    const fate = this.link.ask(this.#kind, message, parcel)
    const { us } = fate
    switch (fate.fate) {
      case "drop":
        return this.#discard(parcel)
      case "refuse":
        this.#discard(parcel)
        return this.link.later(2 * us, () => this.#ends.refuse())
      case "reset":
        this.#discard(parcel)
        return this.link.later(us, () => this.#ends.reset())
      default: {
        this.#mode = "follow"
        if (fate.bit >= 0) parcel.flip(fate.bit)
        parcel.copies = parcel.isWhole && this.#kind === "request" ? fate.copies : 1
        const item = { parcel, message, close: undefined }
        if (fate.fate === "stall") this.#hold(item, fate)
        else this.#wait(item, us, fate.isHeldBack)
      }
    }
  }

  #discard(parcel: Parcel): void {
    this.#mode = "discard"
    this.#parcel = undefined
    this.#release(parcel.bytes)
  }

  /** Until whoever holds it is over. */
  #hold(item: Item, { by }: Fate): void {
    item.parcel.at = Number.POSITIVE_INFINITY
    by?.stalled.push(() => {
      item.parcel.at = this.link.now()
      this.#advance()
    })
    this.#queue.push(item)
  }

  #wait(item: Item, us: number, isHeldBack: boolean): void {
    item.parcel.at = this.link.due(us, isHeldBack)
    this.#queue.push(item)
    this.#advance()
  }

  /** Lets go of what may go, in order. */
  #advance(): void {
    const queue = this.#queue
    for (let item = queue[0]; item !== undefined; item = queue[0]) {
      const { at } = item.parcel
      if (at > this.link.now()) return this.#awake(at)
      this.#give(item)
      if (!item.parcel.isWhole) return
      queue.shift()
    }
  }

  /** What has been collected so far is written; what follows of the same message comes the same way. */
  #give({ close, message, parcel }: Item): void {
    if (close === "end") return this.#ends.end()
    if (close === "destroy") return this.#ends.destroy()
    const slices = parcel.take()
    const isFirst = !parcel.isBegun
    parcel.isBegun = true
    for (let copy = 0; copy < parcel.copies; copy++) {
      if (isFirst && message !== undefined) this.#ends.goes(message, copy)
      for (const slice of slices) this.#write(slice)
    }
    this.#release(slices.reduce((sum, slice) => sum + slice.length, 0))
  }

  #awake(at: number): void {
    if (at >= this.#timerAt || at === Number.POSITIVE_INFINITY) return
    this.#timerAt = at
    this.link.at(at, () => {
      if (this.#timerAt === at) this.#timerAt = Number.POSITIVE_INFINITY
      this.#advance()
    })
  }

  #write(slice: Buffer): void {
    if (slice.length === 0 || this.#ends.write(slice) || this.#isFull) return
    this.#isFull = true
    this.#source()?.pause()
    this.#ends.drained(() => this.#drained())
  }

  #drained(): void {
    this.#isFull = false
    this.#maybeResume()
  }

  #keep(bytes: number): void {
    this.#heldBytes += bytes
    if (this.#heldBytes > HELD_BYTES_MAX) this.#source()?.pause()
  }

  #release(bytes: number): void {
    this.#heldBytes -= bytes
    this.#maybeResume()
  }

  #maybeResume(): void {
    const source = this.#source()
    if (!this.#isFull && this.#heldBytes <= HELD_BYTES_MAX && source?.isPaused() === true) source.resume()
  }
}
