/** Sauron's own journal: what its tracker noted, one line each, appended synchronously. Watercooler merges it into the run's. */
import { closeSync, openSync, writeSync } from "node:fs"
import type { Note, NoteEvent } from "@watercooler/kernel"

const BYTES_MAX = 16 * 1024 * 1024

export interface OwnJournal {
  readonly note: (note: Note) => void
  readonly close: () => void
}

export function openJournal(file: string, now: () => number): OwnJournal {
  let descriptor = file === "" ? undefined : openSync(file, "a", 0o600)
  let seq = 0
  let bytes = 0
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor)
    descriptor = undefined
  }
  return {
    note: (fact) => {
      if (descriptor === undefined) return
      const event: NoteEvent = { type: "note", t: now(), node: "sauron", seq: ++seq, fact }
      bytes += writeSync(descriptor, `${JSON.stringify(event)}\n`)
      if (bytes > BYTES_MAX) close()
    },
    close,
  }
}
