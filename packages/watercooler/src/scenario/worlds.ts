/** What each world cannot do, refused with a sentence that names the line: nothing is ever skipped in silence. */
import { vocabulary } from "@watercooler/boss/faults"
import { complain, type ScenarioComplaint } from "./read/complain.ts"
import type { Objection } from "./read/objection.ts"
import { type CheckedScenario, planScenario } from "./read/scenario.ts"
import { verbNames } from "./schema/faults.ts"
import type { Scenario } from "./schema/scenario.ts"

export const worlds = ["real", "simulated"] as const
export type World = (typeof worlds)[number]

/** As many processes as an office hires. */
export const REAL_NODES_MAX = 200
const INSTEAD = "watercooler simulate, which runs it in virtual time"

/** Empty: this world can run it as it is. */
export function refusalsFor(world: World, checked: CheckedScenario): readonly ScenarioComplaint[] {
  return world === "simulated" ? [] : complain(refusedByProcesses(checked), checked.source)
}

function refusedByProcesses(checked: CheckedScenario): readonly Objection[] {
  const { scenario } = checked
  return [...tooMany(checked), ...ofFaults(scenario)]
}

function refusal(path: Objection["path"], seen: string, because: string, at: Objection["at"] = "key"): Objection {
  return { path, at, seen, expected: `what real processes can do: ${because}`, instead: INSTEAD }
}

function tooMany(checked: CheckedScenario): readonly Objection[] {
  const plan = planScenario(checked)
  const newcomers = plan.faults.filter(({ fault }) => fault.kind === "hire" && fault.newcomer !== undefined).length
  const refused: Objection[] = []
  if (plan.nodes.length > REAL_NODES_MAX)
    refused.push(refusal(["nodes"], `${plan.nodes.length} processes`, `an office has room for ${REAL_NODES_MAX}`))
  else if (plan.nodes.length + newcomers > REAL_NODES_MAX)
    refused.push(refusal(["faults"], `${newcomers} newcomers`, `with the others they are more than ${REAL_NODES_MAX}`))
  return refused
}

function ofFaults({ faults = [] }: Scenario): readonly Objection[] {
  return faults.flatMap((entry, at) =>
    verbNames.flatMap((verb) => {
      if (entry[verb] === undefined) return []
      const path = ["faults", at, verb]
      if (vocabulary.find(({ name }) => name === verb)?.worlds.includes("real") === false)
        return [refusal(path, `${verb} among processes`, "they cannot suffer it")]
      return []
    }),
  )
}
