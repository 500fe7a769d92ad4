/** What the stories share: a scenario of few words, planned, or refused. */
import { describeComplaint } from "../../src/input/complaint.ts"
import { checkScenario, planScenario, readScenario, type Scenario, type ScenarioPlan } from "../../src/scenario/index.ts"

export const SECOND = 1_000_000

/** Five BigLoads and thirty seconds, unless it says otherwise. */
export function scenarioWith(words: Partial<Scenario>): Scenario {
  return { claim: "All is well as long as nothing happens.", storm: "30s", nodes: { bigloads: 5 }, ...words }
}

export function planOf(words: Partial<Scenario>, seed?: string): ScenarioPlan {
  const read = checkScenario(scenarioWith(words))
  if (!read.ok) throw new Error(read.complaints.map(describeComplaint).join("\n\n"))
  return planScenario(read.checked, seed)
}

/** What is said about a file that cannot be used; empty when it can. */
export function complaintsOf(text: string, file = "bad.yaml"): readonly string[] {
  const read = readScenario(text, file)
  return read.ok ? [] : read.complaints.map(describeComplaint)
}
