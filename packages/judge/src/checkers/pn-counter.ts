/** A counter whose copies may differ for a while: what is read in the end is the sum of everything that happened, and of some of what may have. */
import type { History, Operation } from "../histories/history.ts"
import { type Opinion, opinionOf } from "../histories/opinion.ts"
import { numberOf, show } from "../histories/value.ts"
import { plural } from "../words.ts"
import { deltaOf } from "./counter.ts"

/** Beyond so many sums that may be, only their smallest and largest are looked at. */
const SUMS_MAX = 100_000

/** `name`: `g-counter` for one that only grows, whose additions must not be negative. */
export function checkFinalCounter(history: History, name: "pn-counter" | "g-counter" = "pn-counter"): Opinion {
  const additions = history.operations.filter((operation) => deltaOf(operation) !== undefined && operation.outcome !== "fail")
  const certain = additions.filter(({ outcome }) => outcome === "ok").reduce((sum, operation) => sum + (deltaOf(operation) as number), 0)
  const possible = additions.filter(({ outcome }) => outcome === "info").map((operation) => deltaOf(operation) as number)
  const finals = finalReads(history)
  const isAcceptable = sums(certain, possible)
  const wrong = finals.filter(({ output }) => !isAcceptable(numberOf(output) as number))
  const first = wrong[0]
  const expected =
    possible.length === 0 ? `${certain}` : `${certain}, or that and some of ${plural(possible.length, "addition")} of unknown outcome`
  const detail =
    first === undefined ? "" : `Process ${first.process} read ${show(first.output)} in line ${first.returnLine}; expected ${expected}.`
  const acknowledged = additions.length - possible.length
  return opinionOf(name, {
    anomalies: [{ name: "wrong-sum", count: wrong.length, detail, isViolation: true }],
    seen: finals.length > 0 && acknowledged > 0,
    nothing: acknowledged === 0 ? "No addition succeeded." : "Nothing was read after the last addition.",
    passed: `${plural(finals.length, "final read")} of ${certain}${possible.length === 0 ? "" : ", give or take what is unknown"}: the sum of ${plural(acknowledged, "addition")}.`,
    remarks: history.remarks,
    figures: { finals: finals.length, additions: acknowledged, unknown: possible.length, sum: certain },
  })
}

/** Reads that say so; where none does, each process's last one, of those that began after the last acknowledged addition. */
function finalReads({ operations }: History): readonly Operation[] {
  const reads = operations.filter(({ f, outcome, output }) => f === "read" && outcome === "ok" && numberOf(output) !== undefined)
  const marked = reads.filter(({ isFinal }) => isFinal)
  if (marked.length > 0) return marked
  const calm = operations.reduce(
    (last, each) => (deltaOf(each) !== undefined && each.outcome === "ok" ? Math.max(last, each.returnedAt) : last),
    -1,
  )
  return [...new Map(reads.filter(({ calledAt }) => calledAt > calm).map((read) => [read.process, read])).values()]
}

function sums(certain: number, possible: readonly number[]): (value: number) => boolean {
  let reachable = new Set([certain])
  for (const delta of possible) {
    if (reachable.size * 2 > SUMS_MAX) {
      const least = possible.reduce((sum, each) => sum + Math.min(0, each), certain)
      const most = possible.reduce((sum, each) => sum + Math.max(0, each), certain)
      return (value) => value >= least && value <= most
    }
    reachable = new Set([...reachable, ...[...reachable].map((sum) => sum + delta)])
  }
  return (value) => reachable.has(value)
}
