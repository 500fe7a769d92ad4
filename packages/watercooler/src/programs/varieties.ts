/** A scenario about programs and its variants, as a campaign tries them: each run is a command of its own. */
import { readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { stringify } from "yaml"
import type { CampaignOptions } from "../campaign/campaign.ts"
import { type Axis, combined, madeNoSense } from "../campaign/matrix.ts"
import { tryReal } from "../campaign/real.ts"
import { BadInput } from "../input/complaint.ts"
import { readYaml } from "../scenario/read/yaml.ts"
import type { ProgramsPlan } from "./plan.ts"
import { loadPrograms, planPrograms } from "./read.ts"

export function programVarieties(
  file: string,
  { axes, flags, seed }: { readonly axes: readonly Axis[]; readonly flags: readonly string[]; readonly seed: string | undefined },
): Pick<CampaignOptions, "claim" | "varieties"> {
  const { claim = "" } = loadPrograms(file, seed)
  const here = dirname(resolve(file))
  const read = readYaml(readFileSync(file, "utf8"), file)
  if (!read.ok) throw new BadInput(...read.complaints)
  const varieties = combined(read.value as object, axes).map(({ name, scenario }) => {
    const text = stringify(scenario)
    const run = (each: string, signal: AbortSignal) =>
      tryReal({ text, seed: each, flags: [...flags, "--here", here], signal, said: () => undefined })
    return { name, seed: planOf(scenario, here, seed, name).seed, run }
  })
  return { claim, varieties }
}

function planOf(scenario: object, here: string, seed: string | undefined, name: string): ProgramsPlan {
  try {
    return planPrograms(scenario, here, seed)
  } catch (error) {
    throw error instanceof BadInput ? madeNoSense(name, error.complaints) : error
  }
}
