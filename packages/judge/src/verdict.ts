/** What a judge says: three answers, because *nothing was seen* is not *all was well*. */
import type { JournalEvent, Micros } from "@watercooler/kernel"

export type Answer = "passed" | "violated" | "inconclusive"

/** always: during the storm too. after-calm: once faults have ended, and one more block. sometimes: at least once, or the run proves nothing. */
export type Phase = "always" | "after-calm" | "sometimes"

/** Where to start looking. */
export interface FirstBad {
  readonly t: Micros
  readonly nodes: readonly string[]
  /** The journal line, where there is one. */
  readonly event?: JournalEvent
}

/** What a check found. */
export interface Finding {
  readonly result: Answer
  /** One sentence with figures. */
  readonly detail: string
  readonly firstBad?: FirstBad
}

export interface CheckResult extends Finding {
  readonly name: string
  readonly phase: Phase
}

export interface Verdict {
  readonly verdict: Answer
  readonly detail: string
  readonly checks: readonly CheckResult[]
}

export const passed = (detail: string): Finding => ({ result: "passed", detail })
export const inconclusive = (detail: string): Finding => ({ result: "inconclusive", detail })
export const violated = (detail: string, firstBad: FirstBad): Finding => ({ result: "violated", detail, firstBad })
