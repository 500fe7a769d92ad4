/** A rule that some links have now, with what it needs to remember, and the fault whose receipt it writes. */
import type { Rule } from "@watercooler/boss/faults"
import type { LiveFault } from "./live-fault.ts"

export interface LiveRule {
  readonly rule: Rule
  /** Keys its draws. */
  readonly purpose: number
  /** Until when each link is busy, for a rule that lets one message through after the other. */
  readonly busy: Map<object, number> | undefined
  /** Undefined for what a link is like anyway. */
  readonly fault: LiveFault | undefined
}
