/** A store that lives as long as its process: for offline replay, tests, and networks whose nodes forget. */
import { MemoryRecords } from "@watercooler/kernel"
import type { Store } from "./store.ts"

export class MemoryStore extends MemoryRecords implements Store {
  readonly dropped = 0

  commit(): void {}
  close(): void {}
}
