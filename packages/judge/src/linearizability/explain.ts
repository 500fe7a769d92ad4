/** Why a history is not linearizable, in words: how far it goes, and what stops each thing that could come next. */
import { show, type Value } from "../histories/value.ts"
import type { Model } from "../models/model.ts"
import type { Problem, Step } from "./problem.ts"
import type { Furthest } from "./search.ts"
import { IMPOSSIBLE, type States } from "./states.ts"

export interface Explanation {
  readonly reason: string
  readonly lines: readonly string[]
}

const ORDER_SHOWN = 6
const NEXT_SHOWN = 8

export function explain<State>(
  problem: Problem,
  states: States<State>,
  furthest: Furthest,
  model: Model<State>,
  key: Value | undefined,
): Explanation {
  const due = problem.musts[furthest.low] as Step
  const where = key === undefined ? "" : `Key ${show(key)}: `
  const held = furthest.states.map((state) => model.describeState(states.stateOf(state)))
  const only = held.length === 0 ? "no order of what came before leads up to it" : `by then ${oneOf(held)}`
  const { operation, call } = due
  const reason = `${where}${model.describe(call)} by process ${operation.process}, in lines ${operation.line} to ${operation.returnLine}, is impossible: ${only}.`
  const taken = furthest.order.map((which) => stepOf(problem, which))
  const lines = [
    `Everything that had returned before line ${operation.returnLine} can be explained, for instance by this order${taken.length > ORDER_SHOWN ? ", which ends with" : ""}:`,
    ...taken.slice(-ORDER_SHOWN).map((step) => `  ${model.describe(step.call)}  ${whose(step)}`),
    "What could come next, and why it cannot:",
    ...nextOnes(problem, states, furthest, model),
  ]
  return { reason, lines }
}

function nextOnes<State>(
  problem: Problem,
  states: States<State>,
  { low, order, states: ends }: Furthest,
  model: Model<State>,
): readonly string[] {
  const taken = new Set(order)
  const due = problem.musts[low] as Step
  const state = ends[0]
  if (state === undefined) return []
  const lines: string[] = []
  const pending: number[] = []
  for (let at = low; at < problem.musts.length; at++) {
    if (!taken.has(at) && (problem.musts[at] as Step).operation.calledAt < due.operation.returnedAt) pending.push(at)
  }
  for (let may = 0; may < (problem.maysBefore[low] as number); may++) if (!taken.has(-1 - may)) pending.push(-1 - may)
  for (const which of pending.slice(0, NEXT_SHOWN)) {
    const step = stepOf(problem, which)
    const code = which >= 0 ? problem.codeOfMust[which] : problem.codeOfMay[-1 - which]
    const after = states.after(state, code as number)
    const why =
      after === IMPOSSIBLE
        ? model.describeState(states.stateOf(state))
        : after === state
          ? "changes nothing that would help"
          : `possible, but then ${model.describeState(states.stateOf(after))}, and ${model.describe(due.call)} stays impossible`
    lines.push(`  ${model.describe(step.call)}  ${whose(step)}: ${why}`)
  }
  if (pending.length > NEXT_SHOWN) lines.push(`  and ${pending.length - NEXT_SHOWN} more that do not lead there either`)
  return lines
}

const stepOf = (problem: Problem, which: number): Step => (which >= 0 ? problem.musts[which] : problem.mays[-1 - which]) as Step

const whose = ({ operation }: Step): string =>
  `(process ${operation.process}, line ${operation.line}${operation.outcome === "info" ? ", outcome unknown" : ""})`

function oneOf(held: readonly string[]): string {
  const distinct = [...new Set(held)]
  return distinct.length === 1 ? (distinct[0] as string) : `${distinct.slice(0, -1).join(", or ")}, or ${distinct.at(-1)}`
}
