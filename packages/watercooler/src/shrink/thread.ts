/** The thread in which a plan is shrunk. */
import type { ScenarioPlan } from "../scenario/index.ts"
import { answerAside } from "../simulation/aside.ts"
import { type Progress, type Shrunk, shrink } from "./shrink.ts"

export interface ShrinkFacts {
  readonly plan: ScenarioPlan
  readonly check: string | undefined
  readonly forMs: number
  /** Its one number is 1 as soon as nothing more is to be tried. */
  readonly enough: SharedArrayBuffer
}

answerAside<ShrinkFacts, Progress, Shrunk | undefined>(({ check, enough, forMs, plan }, tell) => {
  const began = performance.now()
  const flag = new Int32Array(enough)
  const isLate = () => performance.now() - began > forMs || Atomics.load(flag, 0) === 1
  return shrink(plan, { check, isLate, tried: tell })
})
