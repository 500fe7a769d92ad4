/** What offices left behind whose supervisor and warden both died: ended here, before the next office opens. */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { isNumberOf, isRunning, signalGroup } from "./proc.ts"
import { close, forgetOldest, offices } from "./registry.ts"

/** Ends the processes that are still the very ones written down, never one that got a recycled number. Returns how many. */
export function sweep(): number {
  let ended = 0
  for (const record of offices()) {
    if (record.state !== "open" || isRunning(record.supervisor)) continue
    for (const id of record.groups) if (isNumberOf(id) && signalGroup(id.pid, "SIGKILL")) ended++
    rmSync(join(record.dir, "token"), { force: true })
    close(record, "crashed")
  }
  forgetOldest()
  return ended
}
