/** One simulated run with everything around it: a folder if it is to leave one, and its document. */
import { freshRunId, runFolder } from "../office/folder.ts"
import { type CheckedScenario, planScenario } from "../scenario/index.ts"
import { documentOf, type SimulatedSummary } from "./document.ts"
import { openSimulatedFolder } from "./folder.ts"
import { type Simulated, simulate } from "./simulate.ts"

export interface Once {
  readonly summary: SimulatedSummary
  readonly simulated: Simulated
}

export interface OnceOptions {
  /** Its name; a fresh one when left out. */
  readonly run?: string
  /** Of the run's folder; a new one when left out. */
  readonly dir?: string | undefined
}

/** `name`: of the scenario, for people. */
export function runOnce(
  checked: CheckedScenario,
  name: string,
  seed: string | undefined,
  { dir, run = freshRunId(new Date()) }: OnceOptions = {},
): Once {
  const plan = planScenario(checked, seed)
  const place = openSimulatedFolder(checked, plan, name, runFolder(run, dir))
  const began = performance.now()
  const simulated = simulate(plan, { run, listener: place.listener })
  const wallMs = Math.round(performance.now() - began)
  const summary = documentOf(plan, simulated, { run, dir: place.folder.dir, scenario: name, wallMs })
  place.close(simulated, summary)
  return { summary, simulated }
}

/** The same without a trace on the disk: for many seeds, of which only those are of interest that go wrong. */
export function tryOnce(checked: CheckedScenario, name: string, seed: string): SimulatedSummary {
  const plan = planScenario(checked, seed)
  const began = performance.now()
  const simulated = simulate(plan, { run: `seed-${seed}` })
  const wallMs = Math.round(performance.now() - began)
  return documentOf(plan, simulated, { run: `seed-${seed}`, dir: null, scenario: name, wallMs })
}
