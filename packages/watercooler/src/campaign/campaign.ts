/** A scenario many times over: other seeds, other values, in either world. */
import { writeFileSync } from "node:fs"
import { type CheckedScenario, planScenario } from "../scenario/index.ts"
import { tryOnce } from "../simulation/once.ts"
import { seedAt } from "../simulation/seeds.ts"
import { colourFor } from "../terminal/colour.ts"
import { interrupts } from "../terminal/interrupts.ts"
import { junitOfCases } from "../terminal/junit.ts"
import { flakeOf, type Try } from "./flake.ts"
import { annotate } from "./github.ts"
import type { Axis } from "./matrix.ts"
import { variantsOf } from "./matrix.ts"
import { tryReal } from "./real.ts"
import { type CampaignSummary, campaignReport } from "./report.ts"

export interface CampaignOptions {
  readonly file: string
  readonly checked: CheckedScenario
  readonly world: "real" | "simulated"
  readonly axes: readonly Axis[]
  readonly runs: number
  readonly seed: string | undefined
  readonly untilFailure: boolean
  /** Further flags of `run`, for real processes. */
  readonly flags: readonly string[]
  readonly json: boolean
  readonly junit: string | undefined
}

const INTERRUPTED = 130

/** Returns the exit code: 0 if every run went as expected. */
export async function runCampaign(options: CampaignOptions): Promise<number> {
  const { axes, checked, file, json, junit, world } = options
  const variants = variantsOf(checked, axes)
  const stream = json ? process.stderr : process.stdout
  const stop = interrupts(() => true)
  const enough = AbortSignal.any([stop.calm, stop.now])
  const began = performance.now()
  const cases: { readonly name: string; readonly tries: Try[] }[] = []
  let isOver = false
  for (const { name, checked: variant } of variants) {
    const tries: Try[] = []
    cases.push({ name, tries })
    for (let at = 0; at < options.runs && !isOver && !enough.aborted; at++) {
      const seed = seedAt(planScenario(variant, options.seed).seed, at)
      const done = await tryOne(world, variant, seed, options, enough)
      if (done === undefined) break
      tries.push(done)
      stream.write(`  ${done.asExpected ? "✓" : "✗"} ${name === "" ? "" : `${name}, `}seed ${seed}: ${done.verdict}, ${done.detail}\n`)
      isOver = options.untilFailure && !done.asExpected
    }
  }
  stop.ignore()
  const all = cases.flatMap(({ tries }) => tries)
  const summary: CampaignSummary = {
    scenario: file,
    claim: planScenario(checked, options.seed).claim,
    world,
    runs: all.length,
    asExpected: all.filter(({ asExpected }) => asExpected).length,
    wallMs: Math.round(performance.now() - began),
    exitCode: enough.aborted ? INTERRUPTED : worst(all),
    cases: cases.map(({ name, tries }) => ({ name, ...flakeOf(tries) })),
  }
  if (junit !== undefined) writeFileSync(junit, junitOfCases(summary, cases))
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  stream.write(`${campaignReport(summary, colourFor(stream)).join("\n")}\n`)
  if (enough.aborted) stream.write("\n  interrupted: these are the runs that came to their end\n")
  for (const each of all.filter(({ asExpected }) => !asExpected).slice(0, ANNOTATED_MAX)) annotate(file, each)
  return summary.exitCode
}

/** Code hosts show so many at most. */
const ANNOTATED_MAX = 10

async function tryOne(
  world: CampaignOptions["world"],
  checked: CheckedScenario,
  seed: string,
  { file, flags }: CampaignOptions,
  signal: AbortSignal,
): Promise<Try | undefined> {
  if (world === "real") return tryReal({ checked, seed, flags, signal, said: () => undefined })
  // Ctrl-C is heard in between.
  await new Promise((resolve) => setImmediate(resolve))
  return { ...tryOnce(checked, file, seed), dir: null }
}

/** A broken promise weighs more than an open question. */
function worst(tries: readonly Try[]): number {
  const codes = new Set(tries.map(({ exitCode }) => exitCode))
  return [1, 3].find((code) => codes.has(code)) ?? 0
}
