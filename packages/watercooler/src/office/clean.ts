/** Removes the folders of runs that are over. */
import { existsSync, rmSync } from "node:fs"
import { join, relative } from "node:path"
import { isRunning } from "./proc.ts"
import { forget, type OfficeRecord, offices } from "./registry.ts"
import { sweep } from "./sweep.ts"

export interface Cleaned {
  readonly removed: readonly string[]
  readonly processesEnded: number
}

/** `below`: only runs whose folder lies below this one; undefined: all that this machine remembers. */
export function cleanRuns(keep: number, below: string | undefined): Cleaned {
  const processesEnded = sweep()
  const isMeant = ({ dir }: { readonly dir: string }) => below === undefined || !relative(below, dir).startsWith("..")
  // A simulated run counts as one that did not come to its end, until it has.
  const isOver = ({ state, supervisor }: OfficeRecord) => state === "closed" || (state === "crashed" && !isRunning(supervisor))
  const over = offices().filter((record) => isOver(record) && isMeant(record))
  const removed = over.slice(keep).flatMap((record) => {
    forget(record.run)
    // A folder without a manifest is no run, whatever the registry says.
    if (!existsSync(join(record.dir, "manifest.json"))) return []
    rmSync(record.dir, { recursive: true, force: true })
    return [record.dir]
  })
  return { removed, processesEnded }
}
