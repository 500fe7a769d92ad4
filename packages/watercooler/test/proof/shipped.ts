/** Shipped scenarios, planned and run in this thread. */
import { readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { type CheckedScenario, loadScenario, planScenario, type ScenarioPlan } from "../../src/scenario/index.ts"
import { type Simulated, type SimulateOptions, simulate } from "../../src/simulation/simulate.ts"

const folder = join(import.meta.dirname, "../../../../scenarios")

export const fileOf = (name: string): string => join(folder, `${name}.yaml`)

/** Names of all shipped scenarios, without their ending. */
export const shipped: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => basename(file, ".yaml"))
  .sort()

const read = new Map<string, CheckedScenario>()

export function scenarioCalled(name: string): CheckedScenario {
  const checked = read.get(name) ?? loadScenario(fileOf(name))
  read.set(name, checked)
  return checked
}

export function planShipped(name: string, seed: number | string): ScenarioPlan {
  return planScenario(scenarioCalled(name), String(seed))
}

export function run(plan: ScenarioPlan, options: Partial<SimulateOptions> = {}): Simulated {
  return simulate(plan, { run: "proof", ...options })
}

export function brokenChecks({ judgement }: Pick<Simulated, "judgement">): readonly string[] {
  return judgement.checks.filter(({ result }) => result === "violated").map(({ name }) => name)
}
