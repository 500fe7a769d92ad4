/** A node's records in memory: for drivers whose disks are modelled, and for replay. */
import type { RecordStore } from "../contract/effects.ts"
import type { StoredRecord } from "../contract/input.ts"
import type { Json, Position } from "../contract/values.ts"

/** What a store holds at one moment. */
export interface Contents {
  readonly records: Json[]
  readonly first: Position
  readonly snapshot: Json | undefined
}

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

  /** Not a copy: taken just before `replaceAll`, it stays as it is. */
  get contents(): Contents {
    return { records: this.#records, first: this.#first, snapshot: this.snapshot }
  }

  restore({ records, first, snapshot }: Contents): void {
    this.#records = records
    this.#first = first
    this.snapshot = snapshot
  }

  /** Keeps only the first `count` records, as a disk does that lost its end. Returns what is lost. */
  truncate(count: number): readonly Json[] {
    return this.#records.splice(count)
  }
}
