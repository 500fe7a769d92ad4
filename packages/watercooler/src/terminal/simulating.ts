/** `watercooler simulate`, as it is seen: one run and its report, or many and their progress. */
import { writeFileSync } from "node:fs"
import { interruptedExit } from "../office/run.ts"
import { loadScenario, planScenario } from "../scenario/index.ts"
import { runBatch, type Tried } from "../simulation/batch.ts"
import { runOnce } from "../simulation/once.ts"
import { seedAt } from "../simulation/seeds.ts"
import { runAside, sayInterrupted } from "./aside.ts"
import { colourFor } from "./colour.ts"
import { headlineOf } from "./headline.ts"
import { interrupts } from "./interrupts.ts"
import { junitOf, junitSuite } from "./junit.ts"
import { bar } from "./progress.ts"
import { openScreen } from "./screen.ts"
import { type BatchSummary, batchReport, simulatedReport } from "./simulated.ts"
import { plural } from "./words.ts"

/** Of failures beyond this, only the seeds are told. */
const FOLDERS_MAX = 10
const DRAW_MS = 100

export interface OnceOptions {
  readonly seed: string | undefined
  readonly dir: string | undefined
  readonly json: boolean
  readonly junit: string | undefined
}

export async function simulateOnce(file: string, { seed, dir, json, junit }: OnceOptions): Promise<number> {
  const planned = planScenario(loadScenario(file), seed)
  const summary = await runAside({ file, seed, dir })
  if (summary === undefined) return sayInterrupted(planned, file, json)
  if (junit !== undefined) writeFileSync(junit, junitOf(summary))
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  const stream = json ? process.stderr : process.stdout
  stream.write(`${simulatedReport(summary, colourFor(stream), stream.columns || undefined).join("\n")}\n`)
  return summary.exitCode
}

export interface ManyOptions {
  readonly seed: string | undefined
  readonly runs: number
  readonly jobs: number
  readonly untilFailure: boolean
  readonly forMs: number | undefined
  readonly json: boolean
  readonly junit: string | undefined
}

export async function simulateMany(file: string, options: ManyOptions): Promise<number> {
  const checked = loadScenario(file)
  const plan = planScenario(checked, options.seed)
  const began = performance.now()
  const jobs = Math.min(options.jobs, options.runs)
  const results: Tried[] = []
  let begun = 0
  let isOver = false
  // Ctrl-C is a wish for the report of what has been tried so far; the second one waits for nobody.
  const stop = interrupts(() => true)
  stop.calm.addEventListener("abort", () => {
    isOver = true
  })
  stop.now.addEventListener("abort", () => process.exit(interruptedExit))
  const progress = openProgress(options.runs)
  await runBatch(file, checked, {
    jobs,
    next() {
      const isLate = options.forMs !== undefined && performance.now() - began >= options.forMs
      if (isOver || isLate || begun >= options.runs) return undefined
      return seedAt(plan.seed, begun++)
    },
    tried(result) {
      results.push(result)
      if (options.untilFailure && !result.asExpected) isOver = true
      progress.show(results, performance.now() - began)
    },
  })
  progress.close()
  stop.ignore()
  const wallMs = performance.now() - began
  const bad = results.filter(({ asExpected }) => !asExpected)
  const failures = bad.map((result, at) => ({ ...result, dir: at < FOLDERS_MAX ? runOnce(checked, file, result.seed).summary.dir : null }))
  const count = (verdict: Tried["verdict"]) => results.filter((result) => result.verdict === verdict).length
  const batch: BatchSummary = {
    scenario: file,
    claim: plan.claim,
    expected: plan.expect.verdict,
    isInterrupted: stop.calm.aborted,
    runs: results.length,
    asExpected: results.length - bad.length,
    passed: count("passed"),
    violated: count("violated"),
    inconclusive: count("inconclusive"),
    wallMs: Math.round(wallMs),
    seedsPerSecond: results.length / (wallMs / 1_000),
    jobs,
    exitCode: stop.calm.aborted ? interruptedExit : worst(results),
    failures,
  }
  if (options.junit !== undefined) writeFileSync(options.junit, junitOfBatch(batch, results))
  if (options.json) process.stdout.write(`${JSON.stringify(batch)}\n`)
  const stream = options.json ? process.stderr : process.stdout
  stream.write(`${batchReport(batch, colourFor(stream)).join("\n")}\n`)
  return batch.exitCode
}

/** A broken promise weighs more than an open question. */
function worst(results: readonly Tried[]): number {
  const codes = new Set(results.map(({ exitCode }) => exitCode))
  return [1, 3].find((code) => codes.has(code)) ?? 0
}

/** One test case for each seed, each with the check that broke. */
function junitOfBatch({ claim, expected, scenario }: BatchSummary, results: readonly Tried[]): string {
  const cases = results.map((result) => ({
    name: `seed ${result.seed}: ${claim}`,
    result: result.asExpected ? ("passed" as const) : result.verdict === "inconclusive" ? ("inconclusive" as const) : ("violated" as const),
    detail: headlineOf({ ...result, expected }).words,
  }))
  return junitSuite(`watercooler ${scenario}, ${plural(results.length, "seed")}`, cases)
}

interface Progress {
  show(results: readonly Tried[], ms: number): void
  close(): void
}

/** On a terminal only: elsewhere nobody watches. */
function openProgress(runs: number): Progress {
  const stream = process.stderr
  if (!stream.isTTY) return { show: () => undefined, close: () => undefined }
  const screen = openScreen(stream)
  const chalk = colourFor(stream)
  let drawnAt = 0
  return {
    show(results, ms) {
      if (performance.now() - drawnAt < DRAW_MS && results.length < runs) return
      drawnAt = performance.now()
      const bad = results.filter(({ asExpected }) => !asExpected).length
      const rate = `${(results.length / (ms / 1_000)).toFixed(1)} seeds a second${bad > 0 ? chalk.red(` · ${bad} not as expected`) : ""}`
      const line = Number.isFinite(runs) ? bar("seeds", results.length, runs, stream.columns || 80, chalk) : `${results.length} seeds`
      screen.draw([`${line}  ${rate}`])
    },
    close: () => screen.close(),
  }
}
