/** What a run leaves behind that was interrupted, or whose sandbox failed: its journal, merged, and a summary without a verdict. */
import { existsSync, statSync, writeFileSync } from "node:fs"
import { mergeJournals, readJournal } from "./journal.ts"
import type { Office } from "./office.ts"
import { type Unfinished, unfinished } from "./summary.ts"
import { countTotals } from "./totals.ts"
import { viewOf } from "./view.ts"
import { journalsOf } from "./written.ts"

/** More than this is not merged: who interrupts a run does not want to wait for what it did. */
const mergeBytesMax = 64 * 1024 * 1024

export function leftBehind(seed: string, why: Pick<Unfinished, "detail" | "exitCode">, office: Office | undefined): Unfinished {
  if (office === undefined) return unfinished(seed, why, undefined)
  const { folder, manifest } = office.parts
  if (!existsSync(folder.journal) && bytesOf(journalsOf(office)) <= mergeBytesMax) mergeJournals(journalsOf(office), folder.journal)
  const known = {
    view: viewOf(office),
    faults: office.desk.lines,
    timings: { readyMs: office.readyMs, calmMs: office.calmMs },
    ...(existsSync(folder.journal) ? { totals: countTotals(readJournal(folder.journal)) } : {}),
  }
  const summary = unfinished(seed, why, known)
  writeFileSync(folder.verdict, `${JSON.stringify(summary, undefined, 2)}\n`)
  manifest.ended(summary.verdict, summary.exitCode)
  return summary
}

function bytesOf(files: readonly string[]): number {
  return files.filter((file) => existsSync(file)).reduce((sum, file) => sum + statSync(file).size, 0)
}
