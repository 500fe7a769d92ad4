/** A run from its first process to its verdict: open, ready, storm, calm, judged, closed. */
import { appendFileSync, writeFileSync } from "node:fs"
import type { JournalEvent } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import { becomeCalm } from "./calm.ts"
import { closeOffice, dismiss } from "./close.ts"
import { openControl } from "./control.ts"
import { collectFinals } from "./finals.ts"
import { mergeJournals, readJournal } from "./journal.ts"
import { type Judgement, judgeRun } from "./judging.ts"
import type { Office } from "./office.ts"
import { openOffice } from "./open.ts"
import { becomeReady } from "./ready.ts"
import { beginStorm, stormOver } from "./storm.ts"
import { type Summary, summarize } from "./summary.ts"
import { countTotals } from "./totals.ts"
import { viewOf } from "./view.ts"
import { journalsOf } from "./written.ts"

export const interruptedExit = 130

/** Somebody wanted the run to end at once; there is no verdict. */
export class Interrupted extends Error {}

export interface Stop {
  /** Enough seen: calm, then verdict. */
  readonly calm: AbortSignal
  /** At once. */
  readonly now: AbortSignal
}

/** Told of the office as soon as there is one; what it returns is called when the display is to end. */
export type Display = (office: Office) => () => void

export async function runOffice(options: OfficeOptions, display: Display, stop: Stop): Promise<Summary> {
  const { office, hired } = await openOffice(options)
  return inOffice(office, display, stop, () => day(office, hired, stop))
}

/** A day in an open office, which is closed afterwards, however the day has ended. */
export async function inOffice(office: Office, display: Display, stop: Stop, spend: () => Promise<Summary>): Promise<Summary> {
  const hide = display(office)
  const interrupted = new Promise<never>((_, reject) => {
    const interrupt = () => {
      office.end()
      reject(new Interrupted())
    }
    if (stop.now.aborted) interrupt()
    stop.now.addEventListener("abort", interrupt, { once: true })
  })
  try {
    const summary = await Promise.race([spend(), interrupted])
    await office.parts.feed?.close() // Sauron hears of the verdict before it leaves,
    await office.parts.sauron?.leave() // and tells whoever looks on.
    return summary
  } finally {
    hide()
    await closeOffice(office)
  }
}

async function day(office: Office, hired: Awaited<ReturnType<typeof openOffice>>["hired"], stop: Stop): Promise<Summary> {
  await Promise.all([takeOrders(office), becomeReady(office, hired)])
  beginStorm(office)
  await stormOver(office, stop.calm)
  const { durationMs, scenario } = office.parts.options
  if (stop.calm.aborted && scenario !== undefined && durationMs !== undefined)
    office.cutShort = { afterMs: Math.round(office.stormElapsedMs), ofMs: durationMs }
  await becomeCalm(office)
  return endDay(office)
}

/** After the calm: what everybody holds, everybody leaves, and the judge has the word. */
export async function endDay(office: Office): Promise<Summary> {
  const finals = await collectFinals(office)
  const view = viewOf(office)
  office.enter("closed")
  await dismiss(office)
  return judged(office, finals, view)
}

export async function takeOrders(office: Office): Promise<void> {
  office.control = await openControl(office)
  if (office.isEnded) await office.control.close()
  else office.parts.entry.update({ controlUrl: office.control.url })
}

async function judged(
  office: Office,
  finals: Awaited<ReturnType<typeof collectFinals>>,
  view: ReturnType<typeof viewOf>,
): Promise<Summary> {
  const { folder, employees, plan, options, manifest } = office.parts
  const merged = mergeJournals(journalsOf(office), folder.journal)
  const judgement: Judgement | undefined = options.checks
    ? await judgeRun({
        journal: folder.journal,
        journalGaps: merged.lost,
        finals,
        rules: plan.rules,
        employees,
        helpers: office.helpers,
        asked: options.scenario?.checks,
        cutShort: office.cutShort,
      })
    : undefined
  recordJudgement(office, judgement)
  const summary = summarize({
    verdict: judgement?.verdict ?? "none",
    detail: judgement?.detail ?? "no checks were asked for",
    checks: judgement?.checks ?? [],
    view,
    faults: office.desk.lines,
    totals: countTotals(readJournal(folder.journal)),
    timings: { readyMs: office.readyMs, calmMs: office.calmMs },
    scenario: options.scenario,
    cutShort: office.cutShort,
  })
  writeFileSync(folder.verdict, `${JSON.stringify(summary, undefined, 2)}\n`)
  manifest.ended(summary.verdict, summary.exitCode)
  return summary
}

/** The verdict is the last thing that a journal tells. */
export function recordJudgement(office: Office, judgement: Judgement | undefined): void {
  if (judgement === undefined) return
  const { recorder, folder } = office.parts
  const told: JournalEvent[] = []
  recorder.listen((event) => void told.push(event))
  for (const { name, result, detail } of judgement.checks) recorder.record({ type: "check", name, result, detail })
  recorder.record({ type: "verdict", verdict: judgement.verdict, detail: judgement.detail })
  appendFileSync(folder.journal, told.map((event) => `${JSON.stringify(event)}\n`).join(""))
}
