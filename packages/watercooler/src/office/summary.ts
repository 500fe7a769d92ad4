/** What a run comes to: the document of `--json`, and what `verdict.json` keeps. */
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
  readonly faults: readonly Pick<FaultLine, "kind" | "node" | "atMs" | "receipt">[]
  readonly totals: Totals
  readonly timings: { readonly readyMs: number; readonly calmMs: number }
}

export interface Found {
  readonly verdict: Verdict
  readonly detail: string
  readonly checks: readonly Checked[]
  readonly view: OfficeView
  readonly faults: readonly FaultLine[]
  readonly totals: Totals
  readonly timings: Summary["timings"]
}

export function summarize({ verdict, detail, checks, view, faults, totals, timings }: Found): Summary {
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
