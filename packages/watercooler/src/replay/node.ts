/** Steps one node of a real run again, offline, from its configuration and the inputs that it recorded. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type NodeConfig, NodeCrypto, type Replayed, replayInputs } from "@watercooler/host"
import type { NodeProgram } from "@watercooler/kernel"
import { PROGRAMS } from "../processes/programs.ts"
import { withSurroundings } from "../processes/surroundings.ts"
import { wrapIn } from "../processes/wrap.ts"

type AnyProgram = NodeProgram<unknown, unknown>

/** `folder` is the node's, in the folder of its run. Throws if what lies there is not what a node leaves. */
export function replayNode(folder: string): Replayed {
  const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as NodeConfig
  const blueprint = PROGRAMS[config.program]
  if (blueprint === undefined)
    throw new Error(`${folder}: the program is "${config.program}", expected one of ${Object.keys(PROGRAMS).join(", ")}`)
  const settings = blueprint.parseConfig(withSurroundings(config))
  if (!settings.ok) throw new Error(`${folder}: the settings are wrong: ${settings.because}`)
  const crypto = new NodeCrypto()
  const corrupted = config.misdeeds.length === 0 ? undefined : wrapIn(config)
  const wrap = corrupted === undefined ? {} : { wrap: (program: AnyProgram) => corrupted(program, settings.value, crypto) }
  return replayInputs({ file: join(folder, "inputs.ndjson"), blueprint, settings: settings.value, crypto, ...wrap })
}
