/** What each world cannot do, refused with a sentence that names the line: nothing is ever skipped in silence. */
import { vocabulary } from "@watercooler/boss/faults"
import { newcomersMax } from "../input/options.ts"
import { TRACKER } from "./plan/roster.ts"
import { complain, type ScenarioComplaint } from "./read/complain.ts"
import type { Objection } from "./read/objection.ts"
import { type CheckedScenario, planScenario } from "./read/scenario.ts"
import { verbNames } from "./schema/faults.ts"
import type { Scenario } from "./schema/scenario.ts"

export const worlds = ["real", "simulated"] as const
export type World = (typeof worlds)[number]

/** As many processes as an office hires. */
const REAL_NODES_MAX = 200
const INSTEAD = "watercooler simulate, which runs it in virtual time"

/** Empty: this world can run it as it is. */
export function refusalsFor(world: World, checked: CheckedScenario): readonly ScenarioComplaint[] {
  return world === "simulated" ? [] : complain(refusedByProcesses(checked), checked.source)
}

function refusedByProcesses(checked: CheckedScenario): readonly Objection[] {
  const { scenario } = checked
  return [...tooMany(checked), ...ofNetwork(scenario), ...ofOptions(scenario), ...ofFaults(scenario)]
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
  if (newcomers > newcomersMax) refused.push(refusal(["faults"], `${newcomers} newcomers`, `an office keeps places for ${newcomersMax}`))
  return refused
}

function ofNetwork({ network }: Scenario): readonly Objection[] {
  if (network?.blockInterval === undefined || network.difficulty !== undefined) return []
  const because = "they hash for real, as fast as the machine does; give `difficulty` as well, for them"
  return [refusal(["network", "blockInterval"], "a block interval", because)]
}

function ofOptions({ nodes }: Scenario): readonly Objection[] {
  return Object.entries(nodes.options ?? {}).flatMap(([words, options]) => {
    const path = ["nodes", "options", words]
    return [
      ...(options.hashPower === undefined
        ? []
        : [refusal([...path, "hashPower"], "hash power of one node", "they share the processors of the machine")]),
    ]
  })
}

function ofFaults({ faults = [] }: Scenario): readonly Objection[] {
  return faults.flatMap((entry, at) =>
    verbNames.flatMap((verb) => {
      if (entry[verb] === undefined) return []
      const path = ["faults", at, verb]
      if (vocabulary.find(({ name }) => name === verb)?.worlds.includes("real") === false)
        return [refusal(path, `${verb} among processes`, "they cannot suffer it")]
      const isOfTracker = [entry[verb]].flat().includes(TRACKER as never)
      return isOfTracker ? [refusal(path, `${verb} of the tracker`, "it is part of Sauron there, whom nobody harms")] : []
    }),
  )
}
