/** The end of a run, when everybody has left: journals become one, the judge has the word, and the verdict is written down. */
import { appendFileSync, writeFileSync } from "node:fs"
import type { JournalEvent } from "@watercooler/kernel"
import { mergeJournals, readJournal } from "./journal.ts"
import type { Judgement } from "./judging.ts"
import type { Office } from "./office.ts"
import { type Found, type Summary, summarize } from "./summary.ts"
import { countTotals } from "./totals.ts"
import { journalsOf } from "./written.ts"

export interface Ending extends Pick<Found, "view" | "scenario" | "cutShort" | "traffic"> {
  /** Asked if checks were asked for. `lost`: how many lines are known to be missing. */
  readonly judge: (lost: number) => Judgement | Promise<Judgement>
}

export async function conclude(office: Office, { judge, ...known }: Ending): Promise<Summary> {
  const { folder, manifest, options } = office.parts
  const { lost } = mergeJournals(journalsOf(office), folder.journal)
  const judgement = options.checks ? await judge(lost) : undefined
  record(office, judgement)
  const summary = summarize({
    ...known,
    verdict: judgement?.verdict ?? "none",
    detail: judgement?.detail ?? "no checks were asked for",
    checks: judgement?.checks ?? [],
    faults: office.desk.lines,
    totals: countTotals(readJournal(folder.journal)),
    timings: { readyMs: office.readyMs, calmMs: office.calmMs },
  })
  writeFileSync(folder.verdict, `${JSON.stringify(summary, undefined, 2)}\n`)
  manifest.ended(summary.verdict, summary.exitCode)
  return summary
}

/** The verdict is the last thing that a journal tells. */
function record(office: Office, judgement: Judgement | undefined): void {
  if (judgement === undefined) return
  const { recorder, folder } = office.parts
  const told: JournalEvent[] = []
  recorder.listen((event) => void told.push(event))
  for (const { name, result, detail } of judgement.checks) recorder.record({ type: "check", name, result, detail })
  recorder.record({ type: "verdict", verdict: judgement.verdict, detail: judgement.detail })
  appendFileSync(folder.journal, told.map((event) => `${JSON.stringify(event)}\n`).join(""))
}
