/** Faults of a storm that is shorter than it was: those that begin in it; and what would last beyond its end lasts until it, which is the same. */
import type { PlannedFault } from "../scenario/index.ts"

export function faultsWithin(faults: readonly PlannedFault[], stormUs: number): readonly PlannedFault[] {
  return faults.flatMap((planned): readonly PlannedFault[] => {
    if (!("atUs" in planned)) return [planned]
    if (planned.atUs >= stormUs) return []
    const { forUs, ...rest } = planned
    return [forUs === undefined || planned.atUs + forUs > stormUs ? rest : planned]
  })
}
