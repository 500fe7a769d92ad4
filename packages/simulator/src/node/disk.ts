/** A node's disk: what was written, what of it is durable by when, and what is left after a crash. */
import { type Contents, type Json, MemoryRecords, type Position } from "@watercooler/kernel"

/** A write failed because the disk is full. The host's store throws as well, and the node ends. */
export class DiskFull extends Error {
  constructor() {
    super("the disk is full")
  }
}

interface Write {
  /** When it is durable; infinite on a disk that lies. */
  doneAt: number
  readonly next: Position
  /** What a snapshot has replaced, in case it is lost. */
  readonly before: Contents | undefined
}

/** What a disk is asked to suffer. */
export interface DiskTroubles {
  full: boolean
  lying: boolean
  /** Every write takes so much longer. */
  slowUs: number
}

export class Disk extends MemoryRecords {
  readonly troubles: DiskTroubles = { full: false, lying: false, slowUs: 0 }
  #writes: Write[] = []
  #durable: Position = 0
  #busyUntil = 0
  #before: Contents | undefined
  /** Whether something was written since the last commit. */
  dirty = false

  override append(record: Json): Position {
    this.#begin()
    return super.append(record)
  }

  override replaceAll(state: Json): void {
    this.#begin()
    this.#before ??= this.contents
    super.replaceAll(state)
  }

  /** Makes what was written durable. Returns when the disk says that it is, which is a lie on a disk that lies. */
  commit(at: number, writeUs: number): number {
    this.dirty = false
    const before = this.#before
    this.#before = undefined
    const takes = writeUs + this.troubles.slowUs
    if (takes === 0 && !this.troubles.lying && this.#writes.length === 0) {
      this.#durable = this.next
      return at
    }
    this.#settle(at)
    const doneAt = Math.max(at, this.#busyUntil) + takes
    this.#busyUntil = doneAt
    this.#writes.push({ doneAt: this.troubles.lying ? Number.POSITIVE_INFINITY : doneAt, next: this.next, before })
    return doneAt
  }

  /** A disk that lied writes what it owes. */
  flush(at: number): void {
    for (const write of this.#writes) if (write.doneAt === Number.POSITIVE_INFINITY) write.doneAt = at
    this.#settle(at)
  }

  /** The process is gone: what was not durable is lost. Returns how many records that were. */
  crash(at: number): number {
    this.#settle(at)
    const had = this.next
    const before = this.#writes.find((write) => write.before !== undefined)?.before ?? this.#before
    if (before !== undefined) this.restore(before)
    this.truncate(Math.max(0, this.#durable - this.first))
    this.#writes = []
    this.#before = undefined
    this.#busyUntil = at
    this.dirty = false
    return Math.max(0, had - this.next)
  }

  /** Loses everything, as a new disk. */
  wipe(): number {
    const had = this.count
    this.restore({ records: [], first: 0, snapshot: undefined })
    this.#durable = 0
    return had
  }

  /** Acknowledged bytes have changed, a third of the way from the end: the store drops that record and all that follow. */
  rot(): readonly Json[] {
    if (this.count === 0) return []
    const dropped = this.truncate(this.count - 1 - Math.floor(this.count / 3))
    this.#durable = this.next
    return dropped
  }

  #begin(): void {
    if (this.troubles.full) throw new DiskFull()
    this.dirty = true
  }

  /** Writes become durable in their order. */
  #settle(at: number): void {
    let done = 0
    for (; done < this.#writes.length; done++) {
      const write = this.#writes[done] as Write
      if (write.doneAt > at) break
      this.#durable = write.next
    }
    if (done > 0) this.#writes.splice(0, done)
  }
}
