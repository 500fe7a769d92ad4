/** Where a node's records are kept. Records written since the last `commit` are readable, but not durable. */
import type { Json, Position, RecordStore, StoredRecord } from "@watercooler/kernel"

export interface Store extends RecordStore {
  readonly snapshot: Json | undefined
  /** Position of the first record that survives, and how many there are. */
  readonly first: Position
  readonly count: number
  /** Records that were found damaged when the store was opened, and dropped with all that came after them. */
  readonly dropped: number
  records(): Iterable<StoredRecord>
  /** Makes everything written so far durable. The persist barrier. */
  commit(): void
  close(): void
}
