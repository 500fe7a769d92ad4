/** What programs have told, kept for the run's journal: a line each, in the order in which it came; Watercooler puts it in order of time and into each node's own. */
import { closeSync, openSync, writeSync } from "node:fs"
import type { JournalEvent } from "@watercooler/kernel"
import type { Told } from "./facts.ts"

const BYTES_MAX = 16 * 1_048_576

export class Book {
  #descriptor: number | undefined
  #bytes = 0
  #seq = 0

  /** `file`: left out, nothing is kept. */
  constructor(file: string | undefined) {
    this.#descriptor = file === undefined ? undefined : openSync(file, "a", 0o600)
  }

  get isFull(): boolean {
    return this.#bytes >= BYTES_MAX
  }

  write(node: string, told: readonly Told[]): readonly JournalEvent[] {
    const events = told.map((each): JournalEvent => ({ ...each, node, seq: ++this.#seq }))
    if (this.#descriptor !== undefined && events.length > 0)
      this.#bytes += writeSync(this.#descriptor, `${events.map((event) => JSON.stringify(event)).join("\n")}\n`)
    return events
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }
}
