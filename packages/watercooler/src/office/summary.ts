/** What a run comes to: the document of `--json`, and what `verdict.json` keeps. */
import type { Refused } from "@watercooler/boss/switchboard"
import type { WorkloadFigures } from "../programs/workload.ts"
import type { ScenarioPlan } from "../scenario/plan/plan.ts"
import { sandboxFailureExit } from "./failure.ts"
import type { FaultLine } from "./faults.ts"
import type { Answer, Checked } from "./judging.ts"
import type { Totals } from "./totals.ts"
import type { NodeRow, OfficeView } from "./view.ts"

/** `none`: nothing was asked to be checked, so nothing was. */
export type Verdict = Answer | "none"

export interface SummaryNode {
  readonly name: string
  readonly kind: string
  readonly misdeeds: readonly string[]
  readonly url: string
  readonly pid: number | null
  readonly alive: boolean
  readonly height: number
  readonly head: string
  readonly restarts: number
}

export interface Summary {
  readonly run: string
  readonly dir: string
  readonly seed: string
  readonly verdict: Verdict
  readonly detail: string
  readonly exitCode: number
  readonly sauronUrl: string | null
  readonly checks: readonly Checked[]
  readonly nodes: readonly SummaryNode[]
  readonly faults: readonly Pick<FaultLine, "kind" | "node" | "atMs" | "untilMs" | "receipt" | "back">[]
  readonly totals: Totals
  readonly timings: { readonly readyMs: number; readonly calmMs: number }
  /** Of programs that are not ours: what went over their wires, and what clients asked of them. */
  readonly traffic?: {
    readonly connections: number
    readonly messages: number
    /** Connections of which nobody could say who had dialled. */
    readonly unattributed: number
    /** Whom proxies were asked for that is no node of the run. */
    readonly refused: readonly Refused[]
    /** Over UDP; and those of them that were lost because too many were waiting or under way. */
    readonly datagrams?: number
    readonly overflowed?: number
    readonly workload?: WorkloadFigures
  }
  /** Of a scenario: what it claims, and whether it went as it expects. */
  readonly claim?: string
  readonly expected?: Answer
  readonly asExpected?: boolean
  /** Of a scenario whose storm somebody ended before its time. Milliseconds. */
  readonly cutShort?: { readonly afterMs: number; readonly ofMs: number }
}

/** Of a run that did not come to its end. `run` and `dir` are null when there was not even a folder for it. */
export type Unfinished = Omit<Summary, "run" | "dir"> & { readonly run: string | null; readonly dir: string | null }

export interface Found {
  readonly verdict: Verdict
  readonly detail: string
  readonly checks: readonly Checked[]
  readonly view: OfficeView
  readonly faults: readonly FaultLine[]
  readonly totals: Totals
  readonly timings: Summary["timings"]
  readonly scenario?: Pick<ScenarioPlan, "claim" | "expect"> | undefined
  readonly cutShort?: Summary["cutShort"] | undefined
  readonly traffic?: Summary["traffic"]
}

export function summarize({ verdict, detail, checks, view, faults, totals, timings, scenario, cutShort, traffic }: Found): Summary {
  return {
    run: view.run,
    dir: view.dir,
    seed: view.seed,
    verdict,
    detail,
    exitCode: exitCodeOf(verdict),
    sauronUrl: view.sauronUrl,
    checks,
    nodes: view.nodes.map(nodeOf),
    faults,
    totals,
    timings,
    ...(scenario === undefined ? {} : expectation(scenario, { verdict, checks, cutShort })),
    ...(cutShort === undefined ? {} : { cutShort }),
    ...(traffic === undefined ? {} : { traffic }),
  }
}

function expectation({ claim, expect }: Pick<ScenarioPlan, "claim" | "expect">, found: Pick<Found, "verdict" | "checks" | "cutShort">) {
  // What was cut short may have broken what it was expected to break; nothing else has been shown.
  const asExpected = (found.cutShort === undefined || found.verdict === "violated") && isAsExpected(expect, found)
  return { claim, expected: expect.verdict, asExpected, exitCode: expectedExit(found.verdict, asExpected) }
}

/** A claim that a network breaks is true when it does, and by the check that was named. */
export function isAsExpected(expect: ScenarioPlan["expect"], { verdict, checks }: Pick<Found, "verdict" | "checks">): boolean {
  if (verdict !== expect.verdict) return false
  return expect.violates === undefined || checks.some(({ name, result }) => name === expect.violates && result === "violated")
}

/** What was expected is 0, whatever it is; what passed although it should not have is as bad as what broke. */
export function expectedExit(verdict: Verdict, asExpected: boolean): number {
  if (asExpected) return 0
  return exitCodeOf(verdict === "passed" ? "violated" : verdict)
}

/** What is known of a run that did not come to its end: nobody judged it. `view` is undefined when no office was open yet. */
export function unfinished(
  seed: string,
  why: { readonly detail: string; readonly exitCode: number },
  known: (Pick<Found, "view" | "faults" | "timings"> & Partial<Pick<Found, "totals">>) | undefined,
): Unfinished {
  const nothing = { blocks: 0, transfers: 0, requests: 0, reorgs: 0, rejected: 0, bans: 0 }
  const { view, faults = [], totals = nothing, timings = { readyMs: 0, calmMs: 0 } } = known ?? {}
  return {
    run: view?.run ?? null,
    dir: view?.dir ?? null,
    seed,
    verdict: "none",
    ...why,
    sauronUrl: view?.sauronUrl ?? null,
    checks: [],
    nodes: (view?.nodes ?? []).map(nodeOf),
    faults,
    totals,
    timings,
  }
}

export function exitCodeOf(verdict: Verdict | undefined): number {
  switch (verdict) {
    case "passed":
    case "none":
      return 0
    case "violated":
      return 1
    case "inconclusive":
      return 3
    case undefined:
      return sandboxFailureExit
  }
}

function nodeOf(row: NodeRow): SummaryNode {
  const { name, kind, misdeeds, url, pid, alive, height, head, restarts } = row
  return { name, kind, misdeeds, url, pid, alive, height, head, restarts }
}
