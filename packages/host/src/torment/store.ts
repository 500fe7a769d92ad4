/** A store whose disk may be full, slow, or lie. */
import type { Json, Position, StoredRecord } from "@watercooler/kernel"
import type { Store } from "../store/store.ts"

/** A commit is held up no longer than this. */
const SLOW_US_MAX = 10_000_000
const sleeper = new Int32Array(new SharedArrayBuffer(4))

export class DiskFull extends Error {
  readonly code = "ENOSPC"

  constructor() {
    super("no space is left on the disk")
  }
}

export class TormentedStore implements Store {
  readonly #store: Store
  #full = 0
  #lying = 0
  #slowUs = 0
  #dirty = false
  /** Records that were written, or could not be. */
  written = 0

  constructor(store: Store) {
    this.#store = store
  }

  get snapshot(): Json | undefined {
    return this.#store.snapshot
  }

  get first(): Position {
    return this.#store.first
  }

  get next(): Position {
    return this.#store.next
  }

  get count(): number {
    return this.#store.count
  }

  get dropped(): number {
    return this.#store.dropped
  }

  fill(isFull: boolean): void {
    this.#full += isFull ? 1 : -1
  }

  /** While it lies, nothing that it commits is durable: SQLite forgets an unfinished transaction when its process is killed. */
  lie(isLying: boolean): void {
    this.#lying += isLying ? 1 : -1
    if (this.#lying === 0) this.#store.commit()
  }

  slow(byUs: number): void {
    this.#slowUs += byUs
  }

  append(record: Json): Position {
    this.#write()
    return this.#store.append(record)
  }

  replaceAll(state: Json): void {
    this.#write()
    this.#store.replaceAll(state)
  }

  read(position: Position): Json | undefined {
    return this.#store.read(position)
  }

  records(): Iterable<StoredRecord> {
    return this.#store.records()
  }

  commit(): void {
    if (this.#dirty && this.#slowUs > 0) Atomics.wait(sleeper, 0, 0, Math.min(this.#slowUs, SLOW_US_MAX) / 1_000)
    this.#dirty = false
    if (this.#lying === 0) this.#store.commit()
  }

  close(): void {
    this.#store.close()
  }

  #write(): void {
    this.written++
    this.#dirty = true
    if (this.#full > 0) throw new DiskFull()
  }
}
