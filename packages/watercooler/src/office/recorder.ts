/** What watercooler itself writes down: appended synchronously, numbered without gaps, and heard by whoever watches live. */
import { closeSync, openSync, writeSync } from "node:fs"
import type { JournalEvent } from "@watercooler/kernel"

type Unstamped<Event> = Event extends JournalEvent ? Omit<Event, "t" | "node" | "seq" | "now"> : never
export type Recordable = Unstamped<JournalEvent>
export type Listener = (event: JournalEvent) => void

export interface Recorder {
  record(event: Recordable): void
  listen(listener: Listener): void
  /** Microseconds since the run began. */
  now(): number
  close(): void
}

export function openRecorder(file: string, runStartedNs: bigint): Recorder {
  const descriptor = openSync(file, "a", 0o600)
  const listeners: Listener[] = []
  let seq = 0
  let closed = false
  const now = () => Number((process.hrtime.bigint() - runStartedNs) / 1_000n)
  return {
    now,
    listen: (listener) => void listeners.push(listener),
    record(unstamped) {
      if (closed) return // Somebody who was killed and took longer than anybody waits for.
      // The header opens every journal, so nothing may come before it. It is repeated when somebody new is hired.
      const t = seq === 0 && unstamped.type === "header" ? 0 : now()
      const event = { t, node: "watercooler", seq: ++seq, ...unstamped } as JournalEvent
      writeSync(descriptor, `${JSON.stringify(event)}\n`)
      for (const listener of listeners) listener(event)
    },
    close() {
      if (!closed) closeSync(descriptor)
      closed = true
    },
  }
}
