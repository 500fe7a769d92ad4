/** What an office of a test is made of: the words of a scenario, without what a scenario needs and a test does itself. */
import { BadInput } from "../input/complaint.ts"
import { parseDuration } from "../input/duration.ts"
import { checkScenario, planScenario, type Scenario, type ScenarioPlan } from "../scenario/index.ts"
import type { Duration } from "./handle.ts"

export interface TestOfficeOptions extends Pick<Scenario, "network" | "links" | "workload" | "faults" | "boss" | "checks" | "seed"> {
  /** Honest full nodes; 5, unless it is said who takes part. */
  readonly bigloads?: number
  readonly shits?: number
  /** Everybody, as a scenario says it: misdeeds, hash power, clocks. In place of the two above. */
  readonly nodes?: Scenario["nodes"]
  /** Real processes, unless said otherwise. */
  readonly world?: "real" | "simulated"
  /** The run's folder, of real processes. By default one in the system's temporary folder, which is removed. */
  readonly dir?: string
}

/** No test takes longer; its storm ends when it says so. */
const STORM = "12h"

/** @throws BadInput with a sentence for each word that is wrong. */
export function planOf({ bigloads, dir: _dir, nodes, shits, world: _world, ...words }: TestOfficeOptions): ScenarioPlan {
  const read = checkScenario({
    claim: "What a test says of an office of its own.",
    storm: STORM,
    workload: { transfers: { every: "300ms" } },
    ...words,
    nodes: nodes ?? { bigloads: bigloads ?? 5, ...(shits === undefined ? {} : { shits }) },
  })
  if (!read.ok) throw new BadInput(...read.complaints)
  return planScenario(read.checked)
}

/** Milliseconds. @throws BadInput for what is no duration. */
export function msOf(words: Duration): number {
  const ms = typeof words === "number" ? words : parseDuration(words)
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0) return ms
  throw new BadInput({ saw: JSON.stringify(words), expected: "a duration: 500ms, 8s, 1m30s, or milliseconds", instead: '"8s"' })
}
