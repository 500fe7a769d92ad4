/** The Boss's plan as a person reads it. */
import { describeFault } from "@watercooler/boss/faults"
import type { Rehearsal } from "../office/rehearsal.ts"
import { seconds } from "./words.ts"

export function sayPlan({ seed, stormMs, faults }: Rehearsal): string {
  const length = stormMs === null ? "the first minute of an endless storm" : `a storm of ${seconds(stormMs)}`
  const head = `What the Boss would do in ${length}, seed ${seed}, if every fault took effect at once:`
  return [head, "", ...faults.map(({ atMs, fault }) => `${seconds(atMs).padStart(9)}  ${describeFault(fault)}`)].join("\n")
}
