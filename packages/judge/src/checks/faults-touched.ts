/** Did the faults do anything? */
import { type FaultEvent, shortName } from "@watercooler/kernel"
import { inconclusive, passed } from "../verdict.ts"
import { plural, seconds } from "../words.ts"
import type { Check } from "./check.ts"

export const faultsTouched: Check = {
  name: "faults-touched",
  phase: "sometimes",
  claim: "Every fault that a scenario planned has begun, and every fault that began has a receipt that says what it touched.",
  applies: ({ faults }) => faults.some(({ what }) => what === "began") || neverBegan({ faults }).length > 0,
  examine({ faults }) {
    const [missed, ...more] = neverBegan({ faults })
    if (missed !== undefined) {
      const planned = faults.filter(isPlanned).length
      return inconclusive(
        `${more.length + 1} of ${plural(planned, "planned fault")} never began, the first ${whatOf(missed)} (${missed.id}).`,
      )
    }
    // An operator who asks for what cannot be done is told so, and nothing has happened. Of a plan it would be a hole.
    const refused = new Set(faults.filter(({ by, what }) => what === "refused" && by === "operator").map(({ id }) => id))
    const began = faults.filter(({ id, what }) => what === "began" && !refused.has(id))
    if (began.length === 0) return inconclusive("No fault began.")
    const touched = new Set(faults.filter(hasTouched).map(({ id }) => id))
    // What the Boss or an operator began just before the storm was over had no time to touch anything. A scenario knows how long its storm is.
    const hadNoTime = new Set(faults.filter(({ by, cutShort }) => cutShort === true && by !== "scenario").map(({ id }) => id))
    const idle = began.filter(({ id }) => !touched.has(id) && !hadNoTime.has(id))
    const [first] = idle
    if (first) return inconclusive(`${idle.length} of ${plural(began.length, "fault")} touched nothing, the first ${describe(first)}.`)
    if (touched.size === 0) return inconclusive("No fault had the time to touch anything.")
    const late = began.filter(({ id }) => !touched.has(id)).length
    const but = late === 0 ? "" : ` but ${late} that began when the storm was all but over`
    return passed(`${plural(began.length, "fault")}, each with a receipt${but}.`)
  },
}

const hasTouched = ({ receipt }: FaultEvent): boolean =>
  receipt !== undefined && receipt.processes + receipt.connections + receipt.messages + receipt.bytes > 0

const isPlanned = ({ by, what }: FaultEvent): boolean => what === "planned" && by === "scenario"

/** What a scenario planned and what did not happen, as when the note that it waits for never came. What a Boss had in mind is not counted. */
export function neverBegan({ faults }: { readonly faults: readonly FaultEvent[] }): readonly FaultEvent[] {
  const began = new Set(faults.filter(({ what }) => what === "began").map(({ id }) => id))
  return faults.filter((fault) => isPlanned(fault) && !began.has(fault.id))
}

const describe = (event: FaultEvent): string => `${whatOf(event)} at ${seconds(event.t)}`

function whatOf({ fault }: FaultEvent): string {
  return `${fault.kind}${typeof fault.node === "string" ? ` of ${shortName(fault.node)}` : ""}`
}
