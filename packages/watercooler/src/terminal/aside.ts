/** A single simulated run, which Ctrl-C ends without a trace: half a storm shows nothing, and can be had again. */
import { rmSync } from "node:fs"
import { forget } from "../office/registry.ts"
import { interruptedExit } from "../office/run.ts"
import { unfinished } from "../office/summary.ts"
import type { ScenarioPlan } from "../scenario/index.ts"
import { threadEntry, workAside } from "../simulation/aside.ts"
import type { SimulatedSummary } from "../simulation/document.ts"
import type { OnceFacts, OnceTold } from "../simulation/once-thread.ts"
import { interrupts } from "./interrupts.ts"

/** Undefined if somebody interrupted it. */
export async function runAside(facts: OnceFacts): Promise<SimulatedSummary | undefined> {
  let opened: OnceTold | undefined
  const run = workAside<OnceTold, SimulatedSummary>(threadEntry("once-thread", "./once-thread.ts"), facts, (told) => {
    opened = told
  })
  // There is no calm to be had sooner: the first Ctrl-C ends it.
  const stop = interrupts(() => false)
  const interrupted = new Promise<undefined>((resolve) => stop.now.addEventListener("abort", () => resolve(undefined), { once: true }))
  try {
    const summary = await Promise.race([run.done, interrupted])
    if (summary !== undefined) return summary
    run.done.catch(() => undefined) // It ends because we end it.
    await run.end()
    if (opened !== undefined) forgetRun(opened)
    return undefined
  } finally {
    stop.ignore()
  }
}

function forgetRun({ dir, run }: OnceTold): void {
  rmSync(dir, { recursive: true, force: true })
  forget(run)
}

export function sayInterrupted({ claim, expect, seed }: ScenarioPlan, scenario: string, json: boolean): number {
  const detail = "interrupted: there is no verdict, and nothing is left of the run"
  process.stderr.write(`${detail}\n`)
  const facts = { ...unfinished(seed, { detail, exitCode: interruptedExit }, undefined), scenario, claim, expected: expect.verdict }
  if (json) process.stdout.write(`${JSON.stringify(facts)}\n`)
  return interruptedExit
}
