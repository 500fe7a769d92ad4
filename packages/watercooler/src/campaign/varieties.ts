/** A scenario of our own nodes and its variants, as a campaign tries them. */
import { type CheckedScenario, planScenario, serialise } from "../scenario/index.ts"
import { tryOnce } from "../simulation/once.ts"
import type { CampaignOptions, Variety } from "./campaign.ts"
import { type Axis, variantsOf } from "./matrix.ts"
import { tryReal } from "./real.ts"

export interface Wanted {
  readonly file: string
  readonly axes: readonly Axis[]
  readonly seed: string | undefined
}

/** `flags`: further ones of `run`. */
export function onProcesses(
  checked: CheckedScenario,
  wanted: Wanted,
  flags: readonly string[],
): Pick<CampaignOptions, "claim" | "varieties"> {
  return varieties(checked, wanted, (variant) => {
    const text = serialise(variant.scenario)
    return (seed, signal) => tryReal({ text, seed, flags, signal, said: () => undefined })
  })
}

export function inVirtualTime(checked: CheckedScenario, wanted: Wanted): Pick<CampaignOptions, "claim" | "varieties"> {
  return varieties(checked, wanted, (variant) => async (seed) => {
    // Ctrl-C is heard in between.
    await new Promise((resolve) => setImmediate(resolve))
    return { ...tryOnce(variant, wanted.file, seed), dir: null }
  })
}

function varieties(
  checked: CheckedScenario,
  { axes, seed }: Wanted,
  runOf: (variant: CheckedScenario) => Variety["run"],
): Pick<CampaignOptions, "claim" | "varieties"> {
  return {
    claim: planScenario(checked, seed).claim,
    varieties: variantsOf(checked, axes).map(({ checked: variant, name }) => ({
      name,
      seed: planScenario(variant, seed).seed,
      run: runOf(variant),
    })),
  }
}
