/** One reading of a real run's journal: who was there, what happened to them, what they paid, how long things took. */
import type { HeaderEvent, JournalEvent, Party } from "@watercooler/kernel"
import { Happened } from "./happened.ts"
import { type Mined, Mining } from "./mining.ts"
import { type Delays, Waits } from "./waits.ts"

export interface Payment {
  readonly t: number
  readonly from: string
  /** A key: of a party, or of somebody nobody here knows. */
  readonly to: string
  readonly amount: number
}

export interface Observed {
  readonly rules: HeaderEvent["rules"]
  /** Who was there from the beginning. */
  readonly first: readonly Party[]
  /** Newcomers too. */
  readonly parties: readonly Party[]
  /** Microseconds of the run. */
  readonly storm: { readonly began: number; readonly ended: number }
  readonly happened: Happened
  readonly payments: readonly Payment[]
  readonly delays: Delays | undefined
  readonly mined: Mined | undefined
  /** Names of the checks that were made. */
  readonly checks: readonly string[]
  readonly verdict: string | undefined
}

/** Undefined: no storm ever began. */
export function observe(journal: Iterable<JournalEvent>): Observed | undefined {
  const headers: HeaderEvent[] = []
  for (const event of journal) if (event.type === "header") headers.push(event)
  const [head, last] = [headers[0], headers.at(-1)]
  if (head === undefined || last === undefined) return undefined
  const { parties } = last
  const [happened, mining, waits] = [new Happened(), new Mining(parties), new Waits(parties)]
  const payments: Payment[] = []
  const checks: string[] = []
  let [began, ended, end]: [number | undefined, number | undefined, number] = [undefined, undefined, 0]
  let verdict: string | undefined
  for (const event of journal) {
    end = event.t
    const isStorm = began !== undefined && ended === undefined
    if (event.type === "phase" && event.phase === "storm") began ??= event.t
    else if (event.type === "phase") ended ??= event.t
    else if (event.type === "check") checks.push(event.name)
    else if (event.type === "verdict") verdict = `${event.verdict}: ${event.detail}`
    else if (!isStorm) continue
    else if (event.type === "fault") happened.hear(event)
    else if (event.type === "answer") waits.hear(event)
    else if (event.type === "process" && (event.what === "ended" || event.what === "paused")) {
      happened.ended(event)
      mining.left(event.subject, event.t)
    } else if (event.type === "note") {
      const { note, transaction, from, to, amount } = event.fact
      if (note === "block-mined") mining.mined(event.node, event.t, String(transaction))
      if (note === "transfer-accepted" && mining.promised(event.node, event.t, String(transaction), String(from)))
        payments.push({ t: event.t, from: event.node, to: String(to), amount: Number(amount) })
    }
  }
  if (began === undefined) return undefined
  const storm = { began, ended: ended ?? end }
  const { rules, parties: first } = head
  return { rules, first, parties, storm, happened, payments, delays: waits.delays, mined: mining.each, checks, verdict }
}
