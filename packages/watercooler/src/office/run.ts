/** A run from its first process to its verdict: open, ready, storm, calm, judged, closed. */
import type { OfficeOptions } from "../input/options.ts"
import { becomeCalm } from "./calm.ts"
import { closeOffice, dismiss } from "./close.ts"
import { conclude } from "./conclude.ts"
import { openControl } from "./control.ts"
import { collectFinals } from "./finals.ts"
import { judgeRun } from "./judging.ts"
import type { Office } from "./office.ts"
import { openOffice } from "./open.ts"
import { becomeReady } from "./ready.ts"
import { beginStorm, cutShortBy, stormOver } from "./storm.ts"
import type { Summary } from "./summary.ts"
import { viewOf } from "./view.ts"

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
  if (office.parts.options.scenario !== undefined) office.cutShort = cutShortBy(office, stop.calm)
  await becomeCalm(office)
  return endDay(office)
}

/** After the calm: what everybody holds, everybody leaves, and the judge has the word. */
export async function endDay(office: Office): Promise<Summary> {
  const finals = await collectFinals(office)
  const view = viewOf(office)
  office.enter("closed")
  await dismiss(office)
  const { employees, folder, options, plan } = office.parts
  const { cutShort } = office
  return conclude(office, {
    view,
    scenario: options.scenario,
    cutShort,
    judge: (journalGaps) =>
      judgeRun({
        journal: folder.journal,
        journalGaps,
        finals,
        rules: plan.rules,
        employees,
        helpers: office.helpers,
        asked: options.scenario?.checks,
        cutShort,
      }),
  })
}

export async function takeOrders(office: Office): Promise<void> {
  office.control = await openControl(office)
  if (office.isEnded) await office.control.close()
  else office.parts.entry.update({ controlUrl: office.control.url })
}
