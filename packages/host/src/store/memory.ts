/** A store that lives as long as its process: for offline replay, tests, and networks whose nodes forget. */
import type { Json, Position, StoredRecord } from "@watercooler/kernel"
import type { Store } from "./store.ts"

export class MemoryStore implements Store {
  #records: Json[] = []
  #first: Position = 0
  snapshot: Json | undefined

  get first(): Position {
    return this.#first
  }

  get count(): number {
    return this.#records.length
  }

  get next(): Position {
    return this.#first + this.#records.length
  }

  append(record: Json): Position {
    this.#records.push(record)
    return this.next - 1
  }

  replaceAll(state: Json): void {
    this.#first = this.next
    this.#records = []
    this.snapshot = state
  }

  read(position: Position): Json | undefined {
    return this.#records[position - this.#first]
  }

  *records(): Iterable<StoredRecord> {
    for (let i = 0; i < this.#records.length; i++) yield { position: this.#first + i, record: this.#records[i] as Json }
  }

  /** Forgets records at the end, as a disk does that lost what was never acknowledged. */
  truncate(count: number): void {
    this.#records.length = Math.min(count, this.#records.length)
  }

  commit(): void {}
  close(): void {}
}
