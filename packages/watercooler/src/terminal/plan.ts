/** The Boss's plan as a person reads it. */
import { describeAnyFault, describeEnds } from "@watercooler/boss/faults"
import type { Rehearsal } from "../office/rehearsal.ts"
import { shortEnds } from "./ends.ts"
import { seconds } from "./words.ts"

export function sayPlan({ seed, stormMs, faults }: Rehearsal): string {
  const length = stormMs === null ? "the first minute of an endless storm" : `a storm of ${seconds(stormMs)}`
  const head = `What the Boss would do in ${length}, seed ${seed}, if every fault took effect at once:`
  return [
    head,
    "",
    ...faults.map(
      ({ atMs, fault, forMs }) => `${seconds(atMs).padStart(9)}  ${described(fault)}${forMs === undefined ? "" : ` for ${seconds(forMs)}`}`,
    ),
  ].join("\n")
}

function described(fault: Rehearsal["faults"][number]["fault"]): string {
  return "node" in fault ? describeAnyFault(fault) : `${fault.kind} ${shortEnds(describeEnds(fault))}`
}
