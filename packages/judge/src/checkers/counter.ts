/** A counter that is added to and read: every read lies between what must and what can have been added by then. */
import type { History, Operation } from "../histories/history.ts"
import { type Opinion, opinionOf } from "../histories/opinion.ts"
import { numberOf, show } from "../histories/value.ts"
import { plural } from "../words.ts"

interface Change {
  readonly at: number
  readonly lower: number
  readonly upper: number
}

/** What is added by an operation; undefined for what adds nothing. `fail` never happened. */
export function deltaOf({ f, input }: Operation): number | undefined {
  const amount = numberOf(input) ?? (input === null ? 1 : undefined)
  if (amount === undefined) return undefined
  if (f === "add" || f === "increment" || f === "inc") return amount
  return f === "decrement" || f === "dec" || f === "subtract" ? -amount : undefined
}

/**
 * What counts towards the lower bound of a read: what was acknowledged before it began, and every decrement that began before it ended.
 * Towards the upper one: the increments that began before it ended, and the decrements acknowledged before it began.
 */
export function checkCounter(history: History): Opinion {
  const changes = history.operations.flatMap(changesOf).sort((a, b) => a.at - b.at)
  const reads = history.operations.filter(({ f, outcome, output }) => f === "read" && outcome === "ok" && numberOf(output) !== undefined)
  const lowerAt = runningSum(changes, ({ lower }) => lower)
  const upperAt = runningSum(changes, ({ upper }) => upper)
  let [wrong, detail, widest] = [0, "", 0]
  for (const read of reads) {
    const value = numberOf(read.output) as number
    const { lower, upper } = boundsWhile(read, changes, lowerAt, upperAt)
    widest = Math.max(widest, upper - lower)
    if (value >= lower && value <= upper) continue
    if (wrong++ === 0)
      detail = `${show(value)} was read in lines ${read.line} to ${read.returnLine}, where only ${lower === upper ? lower : `${lower} to ${upper}`} can be.`
  }
  const adds = history.operations.filter((operation) => deltaOf(operation) !== undefined && operation.outcome === "ok").length
  return opinionOf("counter", {
    anomalies: [{ name: "out-of-bounds", count: wrong, detail, isViolation: true }],
    seen: reads.length > 0 && adds > 0,
    nothing: reads.length === 0 ? "Nothing was read." : "No addition succeeded.",
    passed: `${plural(reads.length, "read")} within bounds that were at most ${widest} wide, among ${plural(adds, "addition")}.`,
    remarks: history.remarks,
    figures: { reads: reads.length, additions: adds, "out-of-bounds": wrong },
  })
}

function changesOf(operation: Operation): readonly Change[] {
  const delta = deltaOf(operation)
  if (delta === undefined || delta === 0 || operation.outcome === "fail") return []
  const began = operation.calledAt
  const ended = operation.returnedAt
  const possible: Change = { at: began, lower: Math.min(delta, 0), upper: Math.max(delta, 0) }
  if (operation.outcome !== "ok") return [possible]
  return [possible, { at: ended, lower: Math.max(delta, 0), upper: Math.min(delta, 0) }]
}

function runningSum(changes: readonly Change[], of: (change: Change) => number): readonly number[] {
  let sum = 0
  return changes.map((change) => (sum += of(change)))
}

/** While a read lasts, the bounds move; it may have looked at any moment. */
function boundsWhile(
  read: Operation,
  changes: readonly Change[],
  lowerAt: readonly number[],
  upperAt: readonly number[],
): { lower: number; upper: number } {
  const first = countBefore(changes, read.calledAt)
  let [lower, upper] = [lowerAt[first - 1] ?? 0, upperAt[first - 1] ?? 0]
  for (let at = first; at < changes.length && (changes[at] as Change).at < read.returnedAt; at++) {
    lower = Math.min(lower, lowerAt[at] as number)
    upper = Math.max(upper, upperAt[at] as number)
  }
  return { lower, upper }
}

function countBefore(changes: readonly Change[], moment: number): number {
  let [low, high] = [0, changes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((changes[middle] as Change).at < moment) low = middle + 1
    else high = middle
  }
  return low
}
