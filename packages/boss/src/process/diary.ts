/** The Boss's own journal: every decision before it is carried out, appended synchronously so that no kill loses a line. */
import { closeSync, openSync, writeSync } from "node:fs"
import type { FaultEvent } from "@watercooler/kernel"
import type { Fault, LinkFault } from "../faults/index.ts"

export interface Diary {
  planned(id: string, fault: Fault | LinkFault): void
  close(): void
}

export function openDiary(file: string, runStartedNs: string): Diary {
  const descriptor = openSync(file, "a", 0o600)
  const startedNs = BigInt(runStartedNs)
  let seq = 0
  return {
    planned(id, fault) {
      const t = Number((process.hrtime.bigint() - startedNs) / 1_000n)
      const event: FaultEvent = { t, node: "boss", seq: ++seq, type: "fault", what: "planned", id, fault: { ...fault }, by: "boss" }
      writeSync(descriptor, `${JSON.stringify(event)}\n`)
    },
    close: () => closeSync(descriptor),
  }
}
