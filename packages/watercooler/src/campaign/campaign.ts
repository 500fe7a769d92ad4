/** A scenario many times over: other seeds, other values, in either world. */
import { writeFileSync } from "node:fs"
import { seedAt } from "../simulation/seeds.ts"
import { colourFor } from "../terminal/colour.ts"
import { interrupts } from "../terminal/interrupts.ts"
import { junitOfCases } from "../terminal/junit.ts"
import { flakeOf, type Try } from "./flake.ts"
import { annotate } from "./github.ts"
import { type CampaignSummary, campaignReport } from "./report.ts"

/** What is tried: a scenario of whatever kind, or one of its variants. */
export interface Variety {
  /** Empty for the scenario as it is. */
  readonly name: string
  /** Of the first run; those of the others follow from it. */
  readonly seed: string
  /** Undefined for a run that was interrupted. */
  readonly run: (seed: string, signal: AbortSignal) => Promise<Try | undefined>
}

export interface CampaignOptions {
  readonly file: string
  readonly claim: string
  readonly varieties: readonly Variety[]
  readonly world: "real" | "simulated"
  readonly runs: number
  readonly untilFailure: boolean
  readonly json: boolean
  readonly junit: string | undefined
}

const INTERRUPTED = 130

/** Returns the exit code: 0 if every run went as expected. */
export async function runCampaign(options: CampaignOptions): Promise<number> {
  const { claim, file, json, junit, varieties, world } = options
  const stream = json ? process.stderr : process.stdout
  const stop = interrupts(() => true)
  const enough = AbortSignal.any([stop.calm, stop.now])
  const began = performance.now()
  const cases: { readonly name: string; readonly tries: Try[] }[] = []
  let isOver = false
  for (const { name, run, seed: first } of varieties) {
    const tries: Try[] = []
    cases.push({ name, tries })
    for (let at = 0; at < options.runs && !isOver && !enough.aborted; at++) {
      const seed = seedAt(first, at)
      const done = await run(seed, enough)
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
    claim,
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

/** A broken promise weighs more than an open question. */
function worst(tries: readonly Try[]): number {
  const codes = new Set(tries.map(({ exitCode }) => exitCode))
  return [1, 3].find((code) => codes.has(code)) ?? 0
}
