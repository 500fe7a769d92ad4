/**
 * A recorded run: its events in chunks that can be read again, a picture at the beginning of each, and the history of the whole. Any moment is
 * the nearest picture before it and the events of one chunk. Pure but for whoever reads the chunks.
 */
import type { JournalEvent } from "@watercooler/kernel"
import { advance, emptyPicture, emptyScene, type History, type Picture, reduce, type Scene, type Vitals } from "../picture/index.ts"

export const CHUNK_EVENTS = 8_192
/** Chunks that are kept parsed: scrubbing goes back and forth in one place. */
const PARSED_MAX = 6
/** Events that are reduced at once. Short steps make more pictures, long ones jump. */
const STEP_EVENTS = 2_048

export type ReadChunk = (chunk: number) => readonly JournalEvent[]

interface Snapshot {
  /** Latest moment before this chunk. */
  readonly t: number
  readonly picture: Picture
}

export class Recording {
  readonly #read: ReadChunk
  readonly #snapshots: Snapshot[] = []
  readonly #parsed = new Map<number, readonly JournalEvent[]>()
  #scene: Scene = emptyScene
  /** Events that were added. */
  length = 0
  /** Names of endpoints, for answers, which know only whom they asked by address. */
  readonly nameOf = new Map<string, string>()

  /** What the nodes' processes told of themselves, in the order of time; taken in along with the events of the same time. */
  readonly #vitals: readonly Vitals[]
  #vitalsUpTo = 0

  constructor(read: ReadChunk, vitals: readonly Vitals[] = []) {
    this.#read = read
    this.#vitals = vitals
  }

  get history(): History {
    return this.#scene.history
  }

  /** The last moment there is. */
  get end(): number {
    return this.#scene.picture.t
  }

  get last(): Picture {
    return this.#scene.picture
  }

  /** The next chunk, in order: full, but for the last one of all. */
  add(events: readonly JournalEvent[]): void {
    this.#snapshots.push({ t: this.end, picture: this.#scene.picture })
    for (let at = 0; at < events.length; at += STEP_EVENTS) {
      const step = events.slice(at, at + STEP_EVENTS)
      this.#scene = advance(this.#scene, { events: step, vitals: this.#vitalsUntil(step.at(-1)?.t ?? 0) })
    }
    for (const event of events) {
      if (event.type !== "header") continue
      for (const { name, endpoint } of event.parties) if (endpoint !== "") this.nameOf.set(endpoint, name)
    }
    this.length += events.length
  }

  chunk(chunk: number): readonly JournalEvent[] {
    const known = this.#parsed.get(chunk)
    this.#parsed.delete(chunk)
    const events = known ?? this.#read(chunk)
    this.#parsed.set(chunk, events)
    if (this.#parsed.size > PARSED_MAX) this.#parsed.delete(this.#parsed.keys().next().value ?? chunk)
    return events
  }

  at(n: number): JournalEvent | undefined {
    return n < 0 || n >= this.length ? undefined : this.chunk(Math.floor(n / CHUNK_EVENTS))[n % CHUNK_EVENTS]
  }

  /** Number of the first event after this moment. */
  after(t: number): number {
    const chunk = this.#chunkAt(t)
    if (chunk < 0) return 0
    const events = this.chunk(chunk)
    let [low, high] = [0, events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((events[middle]?.t ?? 0) <= t) low = middle + 1
      else high = middle
    }
    return chunk * CHUNK_EVENTS + low
  }

  /** The picture after so many events. */
  pictureAt(n: number): Picture {
    const chunk = Math.min(Math.floor(n / CHUNK_EVENTS), this.#snapshots.length - 1)
    const snapshot = this.#snapshots[chunk]
    if (snapshot === undefined) return emptyPicture
    const into = n - chunk * CHUNK_EVENTS
    return into === 0 ? snapshot.picture : reduce(snapshot.picture, this.chunk(chunk).slice(0, into))
  }

  /** Events from one number up to another, chunk by chunk. */
  *between(from: number, to: number): Iterable<readonly [number, JournalEvent]> {
    for (let n = Math.max(0, from); n < Math.min(to, this.length); ) {
      const chunk = Math.floor(n / CHUNK_EVENTS)
      const events = this.chunk(chunk)
      const end = Math.min(to, chunk * CHUNK_EVENTS + events.length)
      if (end <= n) return
      for (; n < end; n++) yield [n, events[n - chunk * CHUNK_EVENTS] as JournalEvent]
    }
  }

  #vitalsUntil(t: number): readonly Vitals[] {
    const from = this.#vitalsUpTo
    while ((this.#vitals[this.#vitalsUpTo]?.t ?? Number.POSITIVE_INFINITY) <= t) this.#vitalsUpTo++
    return this.#vitals.slice(from, this.#vitalsUpTo)
  }

  /** The last chunk that begins at this moment or before. */
  #chunkAt(t: number): number {
    let [low, high] = [0, this.#snapshots.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#snapshots[middle]?.t ?? 0) <= t) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
