/** A single simulated run, which Ctrl-C ends without a trace: half a storm shows nothing, and can be had again. */
import { existsSync, readFileSync, rmSync } from "node:fs"
import { freshRunId, type RunFolder, runFolder } from "../office/folder.ts"
import { forget } from "../office/registry.ts"
import { interruptedExit } from "../office/run.ts"
import { unfinished } from "../office/summary.ts"
import type { ScenarioPlan } from "../scenario/index.ts"
import { threadEntry, workAside } from "../simulation/aside.ts"
import type { SimulatedSummary } from "../simulation/document.ts"
import type { OnceFacts } from "../simulation/once-thread.ts"
import { interrupts } from "./interrupts.ts"

/** Undefined if somebody interrupted it. */
export async function runAside(wanted: Omit<OnceFacts, "run">): Promise<SimulatedSummary | undefined> {
  const facts: OnceFacts = { ...wanted, run: freshRunId(new Date()) }
  const run = workAside<never, SimulatedSummary>(threadEntry("once-thread", "./once-thread.ts"), facts, () => undefined)
  // There is no calm to be had sooner: the first Ctrl-C ends it.
  const stop = interrupts(() => false)
  const interrupted = new Promise<undefined>((resolve) => stop.now.addEventListener("abort", () => resolve(undefined), { once: true }))
  try {
    const summary = await Promise.race([run.done, interrupted])
    if (summary !== undefined) return summary
    run.done.catch(() => undefined) // It ends because we end it.
    await run.end()
    forgetRun(runFolder(facts.run, facts.dir))
    return undefined
  } finally {
    stop.ignore()
  }
}

/** The folder may be somebody's own, to which the run has not come yet: it is removed if it says that it is this run's. */
function forgetRun({ dir, manifest, run }: RunFolder): void {
  forget(run)
  if (!existsSync(manifest) || !readFileSync(manifest, "utf8").includes(JSON.stringify(run))) return
  rmSync(dir, { recursive: true, force: true })
}

export function sayInterrupted({ claim, expect, seed }: ScenarioPlan, scenario: string, json: boolean): number {
  const detail = "interrupted: there is no verdict, and nothing is left of the run"
  process.stderr.write(`${detail}\n`)
  const facts = { ...unfinished(seed, { detail, exitCode: interruptedExit }, undefined), scenario, claim, expected: expect.verdict }
  if (json) process.stdout.write(`${JSON.stringify(facts)}\n`)
  return interruptedExit
}
