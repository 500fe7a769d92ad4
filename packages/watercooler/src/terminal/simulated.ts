/** Simulated runs as a person reads them. */
import { join } from "node:path"
import type { ChalkInstance } from "chalk"
import { called } from "../input/called.ts"
import { plainLine } from "../input/plain.ts"
import { quotedFile, quotedFlag } from "../input/shell.ts"
import type { Tried } from "../simulation/batch.ts"
import type { SimulatedSummary } from "../simulation/document.ts"
import { firstBadOf } from "../simulation/first-bad.ts"
import { report } from "./report.ts"
import { plural, seconds } from "./words.ts"

/** The run as the office would report it, and what only virtual time can tell. */
export function simulatedReport(summary: SimulatedSummary, chalk: ChalkInstance, width?: number): readonly string[] {
  const { dir, events, eventsPerSecond, fingerprint, scenario, virtualMs, wallMs } = summary
  const times = wallMs === 0 ? "" : `, ${Math.round(virtualMs / wallMs).toLocaleString("en")} × real time`
  return [
    "",
    chalk.dim(plainLine(scenario)),
    ...report({ ...summary, dir: dir ?? "" }, chalk, width).slice(0, -4),
    `  ${seconds(virtualMs)} in ${seconds(wallMs)}${times} · ${events.toLocaleString("en")} events, ${eventsPerSecond.toLocaleString("en")} a second`,
    "",
    `  seed         ${plainLine(summary.seed)}`,
    `  fingerprint  ${fingerprint}`,
    ...(dir === null ? [] : [`  run          ${dir}`, `  report       ${join(dir, "verdict.json")}`]),
    ...(dir === null ? [] : [called(`  again        watercooler replay ${quotedFile(dir)}`)]),
  ]
}

export interface BatchSummary {
  readonly scenario: string
  readonly claim: string
  readonly expected: SimulatedSummary["expected"]
  /** Somebody ended it before all that was asked for had been tried. */
  readonly isInterrupted: boolean
  readonly runs: number
  readonly asExpected: number
  readonly passed: number
  readonly violated: number
  readonly inconclusive: number
  readonly wallMs: number
  readonly seedsPerSecond: number
  readonly jobs: number
  readonly exitCode: number
  readonly failures: readonly (Tried & { readonly dir: string | null })[]
}

export function batchReport(batch: BatchSummary, chalk: ChalkInstance): readonly string[] {
  const { asExpected, claim, runs, scenario, seedsPerSecond, wallMs } = batch
  const share = runs === 0 ? "" : ` (${((asExpected / runs) * 100).toFixed(1)} %)`
  const all = asExpected === runs
  const good = batch.isInterrupted ? { mark: "·", paint: chalk.yellow } : { mark: "✓", paint: chalk.green }
  const { mark, paint } = all ? good : { mark: "✗", paint: chalk.red }
  return [
    "",
    `${chalk.bold(plainLine(scenario))}  ${plainLine(claim)}`,
    "",
    ...(batch.isInterrupted ? [chalk.yellow("interrupted: these are the seeds that had been tried by then"), ""] : []),
    paint(`${mark} ${asExpected} of ${runs} seeds as expected${share}`),
    ...batch.failures.flatMap((failure) => ["", ...failureLines(failure, scenario, chalk)]),
    "",
    `  ${batch.passed} passed · ${batch.violated} violated · ${batch.inconclusive} inconclusive`,
    `  ${seconds(wallMs)} · ${seedsPerSecond.toFixed(1)} seeds a second · ${plural(batch.jobs, "job")}`,
  ]
}

function failureLines(failure: BatchSummary["failures"][number], scenario: string, chalk: ChalkInstance): readonly string[] {
  const bad = firstBadOf(failure)
  const when = bad?.t === undefined ? "" : ` at ${seconds(bad.t / 1_000)}`
  const what = bad === undefined ? failure.detail : `${bad.check}${when}: ${bad.detail}`
  const again =
    failure.dir === null
      ? called(`watercooler simulate ${quotedFile(scenario)} ${quotedFlag("--seed", failure.seed)}`)
      : called(`watercooler replay ${quotedFile(failure.dir)}`)
  return [`  ${chalk.red("✗")} seed ${failure.seed}  ${failure.verdict}`, `    ${what}`, `    ${chalk.dim("again")} ${again}`]
}
