/** A journal on disk, in chunks of lines: read once from front to back to know where each begins, and again wherever a page wants to be. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import type { CheckEvent, JournalEvent, VerdictEvent } from "@watercooler/kernel"
import { CHUNK_EVENTS } from "../recording/index.ts"

const READ_BYTES = 1 << 20

/** An event whose moment is that of the last line. */
export type Unstamped = Omit<CheckEvent, "t" | "node" | "seq"> | Omit<VerdictEvent, "t" | "node" | "seq">

interface Place {
  readonly offset: number
  readonly bytes: number
}

export class JournalFile {
  readonly #descriptor: number
  readonly #places: Place[] = []
  readonly size: number
  readonly #closing: readonly Unstamped[]
  /** What the file lacks of its end: part of its last chunk, or a chunk of its own where that one is full. */
  #appended: { readonly chunk: number; readonly events: readonly JournalEvent[] } | undefined
  #isJudged = false
  #lastT = 0
  /** Lines that are no events: cut short by a kill. */
  broken = 0
  #offset = 0

  /** `closing`: what comes after the last line if the journal has no verdict of its own, as that of a simulated run. */
  constructor(file: string, closing: readonly Unstamped[] = []) {
    this.#closing = closing
    this.#descriptor = openSync(file, "r")
    this.size = fstatSync(this.#descriptor).size
  }

  /** How much has been read, 0 to 1. */
  get progress(): number {
    return this.size === 0 ? 1 : this.#offset / this.size
  }

  /** The next chunk, or undefined at the end. */
  next(): readonly JournalEvent[] | undefined {
    const parts: Buffer[] = []
    let [bytes, lines] = [0, 0]
    while (lines < CHUNK_EVENTS) {
      const part = this.#bytes(this.#offset + bytes, READ_BYTES)
      if (part.length === 0) break
      const { end, found } = endOfLines(part, CHUNK_EVENTS - lines)
      const isLast = this.#offset + bytes + part.length >= this.size
      lines += found
      const taken = lines === CHUNK_EVENTS ? end : part.length
      parts.push(part.subarray(0, taken))
      bytes += taken
      if (isLast) break
    }
    if (bytes === 0) return this.#closed([])
    this.#places.push({ offset: this.#offset, bytes })
    this.#offset += bytes
    const events = this.#parse(Buffer.concat(parts), true)
    return this.#offset < this.size || events.length === CHUNK_EVENTS ? events : this.#closed(events)
  }

  /** The last chunk, and the verdict behind it. Undefined once there is nothing more. */
  #closed(events: readonly JournalEvent[]): readonly JournalEvent[] | undefined {
    if (this.#appended === undefined && !this.#isJudged && this.#closing.length > 0) {
      const stamp = { t: this.#lastT, node: "watercooler", seq: 0 }
      const appended = this.#closing.map((event) => ({ ...stamp, ...event }) as JournalEvent)
      this.#appended = { chunk: events.length === 0 ? this.#places.length : this.#places.length - 1, events: appended }
      return [...events, ...appended]
    }
    return events.length === 0 ? undefined : events
  }

  /** A chunk that was read before. */
  read(chunk: number): readonly JournalEvent[] {
    const place = this.#places[chunk]
    const events = place === undefined ? [] : this.#parse(this.#bytes(place.offset, place.bytes), false)
    return this.#appended?.chunk === chunk ? [...events, ...this.#appended.events] : events
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #bytes(offset: number, count: number): Buffer {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(count, this.size - offset)))
    let got = 0
    while (got < buffer.length) {
      const read = readSync(this.#descriptor, buffer, got, buffer.length - got, offset + got)
      if (read === 0) break
      got += read
    }
    return buffer.subarray(0, got)
  }

  /** A broken line stays in its place as an event that nothing is drawn of, so that numbers still fit. */
  #parse(bytes: Buffer, isFirst: boolean): readonly JournalEvent[] {
    const lines = bytes.toString("utf8").split("\n")
    if (lines.at(-1) === "") lines.pop()
    let t = 0
    return lines.map((line) => {
      const event = eventOf(line)
      if (event === undefined && isFirst) this.broken++
      t = event?.t ?? t
      if (event?.type === "verdict") this.#isJudged = true
      if (t > this.#lastT) this.#lastT = t
      return event ?? ({ type: "broken", t, node: "", seq: 0 } as unknown as JournalEvent)
    })
  }
}

/** Where the line ends that is so many lines further on, and how many there are. */
function endOfLines(bytes: Buffer, wanted: number): { readonly end: number; readonly found: number } {
  let [end, found] = [0, 0]
  while (found < wanted) {
    const at = bytes.indexOf(10, end)
    if (at < 0) break
    end = at + 1
    found++
  }
  return { end, found }
}

function eventOf(line: string): JournalEvent | undefined {
  try {
    const event = JSON.parse(line) as JournalEvent
    return typeof event?.t === "number" && typeof event.node === "string" && typeof event.type === "string" ? event : undefined
  } catch {
    return undefined // Cut short by a kill, and another line written behind it.
  }
}
