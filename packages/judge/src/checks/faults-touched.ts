/** Did the faults do anything? */
import { type FaultEvent, shortName } from "@watercooler/kernel"
import { inconclusive, passed } from "../verdict.ts"
import { plural, seconds } from "../words.ts"
import type { Check } from "./check.ts"

export const faultsTouched: Check = {
  name: "faults-touched",
  phase: "sometimes",
  claim: "Every fault that began has a receipt that says what it touched.",
  applies: ({ faults }) => faults.some(({ what }) => what === "began"),
  examine({ faults }) {
    // An operator who asks for what cannot be done is told so, and nothing has happened. Of a plan it would be a hole.
    const refused = new Set(faults.filter(({ by, what }) => what === "refused" && by === "operator").map(({ id }) => id))
    const began = faults.filter(({ id, what }) => what === "began" && !refused.has(id))
    if (began.length === 0) return inconclusive("No fault began.")
    const touched = new Set(faults.filter(hasTouched).map(({ id }) => id))
    const idle = began.filter(({ id }) => !touched.has(id))
    const [first] = idle
    if (first) return inconclusive(`${idle.length} of ${plural(began.length, "fault")} touched nothing, the first ${describe(first)}.`)
    return passed(`${plural(began.length, "fault")}, each with a receipt.`)
  },
}

const hasTouched = ({ receipt }: FaultEvent): boolean =>
  receipt !== undefined && receipt.processes + receipt.connections + receipt.messages + receipt.bytes > 0

function describe({ fault, t }: FaultEvent): string {
  const target = typeof fault.node === "string" ? ` of ${shortName(fault.node)}` : ""
  return `${fault.kind}${target} at ${seconds(t)}`
}
