/** A node's records in memory: for drivers whose disks are modelled, and for replay. */
import type { RecordStore } from "../contract/effects.ts"
import type { StoredRecord } from "../contract/input.ts"
import type { Json, Position } from "../contract/values.ts"

export class MemoryRecords implements RecordStore {
  #records: Json[] = []
  #first: Position = 0
  snapshot: Json | undefined

  /** Position of the first record that is kept. */
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

  /** Keeps only the first `count` records, as a disk does that lost its end. */
  truncate(count: number): void {
    this.#records.length = Math.min(count, this.#records.length)
  }
}
