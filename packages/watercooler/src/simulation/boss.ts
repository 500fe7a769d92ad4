/** The Boss in virtual time: the same plan from the same seed. Whatever it draws is an explicit fault, which would do the same without it. */
import { type Budget, firstState, type PlanState, planNext, type TimelineFault, type View } from "@watercooler/boss/faults"
import { BOSS_FAULT } from "./chronicle.ts"

/** However long the plan waits, the Boss looks again after this, as it does among processes. */
const LOOK_AGAIN_MS = 500

export class VirtualBoss {
  /** What it has drawn so far: a timeline, in microseconds of the storm. */
  readonly drawn: TimelineFault[] = []
  readonly #seed: string
  readonly #budget: Budget
  #state: PlanState

  constructor(seed: string, budget: Budget) {
    this.#seed = seed
    this.#budget = budget
    this.#state = firstState(seed, budget)
  }

  /** Decides once. Returns what is to be done now, or when it wants to be asked again, in milliseconds of the storm. */
  decide(view: View): { readonly fault: TimelineFault } | { readonly untilMs: number } {
    const { decision, state } = planNext(this.#seed, view, this.#budget, this.#state)
    this.#state = state
    if (decision.do === "wait") return { untilMs: Math.max(view.nowMs + 1, Math.min(decision.untilMs, view.nowMs + LOOK_AGAIN_MS)) }
    const id = `${BOSS_FAULT}${this.drawn.length + 1}`
    const length = decision.do === "disturb" ? { forUs: decision.forMs * 1_000 } : {}
    const fault: TimelineFault = { id, atUs: view.nowMs * 1_000, ...length, fault: decision.fault }
    this.drawn.push(fault)
    return { fault }
  }
}
