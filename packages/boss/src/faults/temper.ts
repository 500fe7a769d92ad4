/** The Boss's temper: how often it harms, by a word that may change while it works. What it may do at most stays as it was. */
import type { Budget } from "./budget.ts"
import type { PlanState } from "./plan.ts"

export const tempers = ["asleep", "mild", "usual", "furious"] as const
export type Temper = (typeof tempers)[number]

/** Times between two harms, in relation to the usual ones. */
const PATIENCE: { readonly [K in Temper]: number } = { asleep: 1, mild: 2, usual: 1, furious: 0.25 }

export function isTemper(word: unknown): word is Temper {
  return tempers.some((known) => known === word)
}

/** The budget as this temper uses it. Who is asleep harms nobody, and still brings back who is away. */
export function tempered(budget: Budget, temper: Temper): Budget {
  const patience = PATIENCE[temper]
  if (temper === "asleep") return { ...budget, awayMax: 0, hiresMax: 0 }
  return {
    ...budget,
    coolDownMs: Math.round(budget.coolDownMs * patience),
    coolDownMsMax: Math.round(budget.coolDownMsMax * patience),
  }
}

/** A temper that has just become worse does not wait for what was thought over in a better one. */
export function provoked(state: PlanState, nowMs: number, budget: Budget): PlanState {
  const latest = nowMs + budget.coolDownMsMax
  return state.nextHarmMs <= latest ? state : { ...state, nextHarmMs: latest }
}
