/** Brings a run before the judge, and adds what only the supervisor can know: whether anybody fell over unasked. */
import { NodeCrypto } from "@watercooler/host"
import { type FinalState, judge } from "@watercooler/judge"
import type { Json } from "@watercooler/kernel"
import { plural, seconds } from "../terminal/words.ts"
import { catalogue } from "./assignment.ts"
import type { Employee } from "./employee.ts"
import type { Helper } from "./helper.ts"
import { readJournal } from "./journal.ts"

export type Answer = "passed" | "violated" | "inconclusive"

export interface Checked {
  readonly name: string
  readonly result: Answer
  readonly detail: string
}

export interface Judgement {
  readonly verdict: Answer
  readonly detail: string
  readonly checks: readonly Checked[]
}

export interface Case {
  readonly journal: string
  readonly journalGaps: number
  readonly finals: readonly FinalState[]
  readonly rules: { readonly [key: string]: Json | undefined }
  readonly employees: readonly Employee[]
  /** Who works here and is no node. */
  readonly helpers: readonly Pick<Helper, "name" | "fallen">[]
  /** Names of checks; left out: all that can say anything. */
  readonly asked?: readonly string[] | undefined
  /** Milliseconds of a storm that somebody ended before its time. */
  readonly cutShort?: { readonly afterMs: number; readonly ofMs: number } | undefined
}

export async function judgeRun(run: Case): Promise<Judgement> {
  const verdict = judge({
    events: readJournal(run.journal),
    journalGaps: run.journalGaps,
    finals: run.finals,
    rules: run.rules,
    misdeeds: await catalogue(),
    crypto: new NodeCrypto(),
    ...(run.asked === undefined ? {} : { asked: run.asked }),
  })
  const judged = withWires(withHelpers(withOwnChecks(verdict, run.employees), run.helpers), run.employees)
  return run.cutShort === undefined ? judged : withHalfAStorm(judged, run.cutShort)
}

/** Whoever goes past the switchboard suffers none of the faults of links: nothing has been shown then. */
export function withWires(
  judgement: Judgement,
  employees: readonly { readonly name: string; readonly standing: { readonly bypassedBy: ReadonlySet<string> } }[],
): Judgement {
  const past = employees.flatMap(({ name, standing }) => [...standing.bypassedBy].map((from) => `${from} → ${name}`))
  if (past.length === 0) return judgement
  const own: Checked = {
    name: "wires-whole",
    result: "inconclusive",
    detail: `Requests went past the switchboard, where no fault of a link could touch them: ${past.slice(0, 10).join(", ")}.`,
  }
  const checks = [...judgement.checks, own]
  return judgement.verdict === "violated"
    ? { ...judgement, checks }
    : { verdict: "inconclusive", detail: `wires-whole: ${own.detail}`, checks }
}

/** Of a scenario, half of a storm shows nothing but what it broke. */
export function withHalfAStorm(judgement: Judgement, { afterMs, ofMs }: NonNullable<Case["cutShort"]>): Judgement {
  const detail = `Somebody ended the storm after ${seconds(afterMs)} of ${seconds(ofMs)}.`
  const checks: readonly Checked[] = [...judgement.checks, { name: "storm-whole", result: "inconclusive", detail }]
  return judgement.verdict === "violated" ? { ...judgement, checks } : { verdict: "inconclusive", detail: `storm-whole: ${detail}`, checks }
}

/** Without the Boss there is no storm, without the clients nothing is paid: what was not put to the test has not passed it. Sauron only looks on. */
export function withHelpers(judgement: Judgement, helpers: Case["helpers"]): Judgement {
  const fallen = helpers.filter(({ fallen, name }) => name !== "sauron" && fallen() !== undefined)
  if (fallen.length === 0) return judgement
  const words = fallen.map(({ fallen, name }) => `the ${name} ended by ${fallen()?.signal ?? "itself"}`).join(", ")
  const own: Checked = { name: "storm-whole", result: "inconclusive", detail: `${words} before the storm was over.` }
  const checks = [...judgement.checks, own]
  return judgement.verdict === "violated"
    ? { ...judgement, checks }
    : { verdict: "inconclusive", detail: `storm-whole: ${own.detail}`, checks }
}

/** The checks of the judge, and the supervisor's own, counted together. */
export function withOwnChecks(judgement: Judgement, employees: Parameters<typeof nobodyFellOver>[0]): Judgement {
  const own = nobodyFellOver(employees)
  const checks = [...judgement.checks, own]
  if (judgement.verdict === "violated") return { ...judgement, checks }
  if (own.result === "passed" && judgement.verdict === "passed")
    return { ...judgement, detail: `${plural(checks.length, "check")} passed.`, checks }
  if (own.result === "passed") return { ...judgement, checks }
  return { verdict: "violated", detail: own.detail, checks }
}

/** An honest node ends when it is fired or laid off, and never by itself. */
export function nobodyFellOver(
  employees: readonly {
    readonly party: { readonly honest: boolean; readonly name: string }
    readonly standing: { readonly falls: number }
  }[],
): Checked {
  const honest = employees.filter((employee) => employee.party.honest)
  const fallen = honest.filter((employee) => employee.standing.falls > 0)
  const name = "nobody-falls-over"
  if (fallen.length === 0)
    return {
      name,
      result: "passed",
      detail: `${plural(honest.length, "honest node")} ended only when asked to.`,
    }
  const who = fallen.map(({ party, standing }) => `${party.name} (${standing.falls}×)`).join(", ")
  return { name, result: "violated", detail: `Ended by themselves: ${who}.` }
}
