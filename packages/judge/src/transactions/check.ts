/** Which consistency can a history of transactions have had? */
import type { History } from "../histories/history.ts"
import type { Anomaly, Opinion } from "../histories/opinion.ts"
import { isList } from "../histories/value.ts"
import { plural } from "../words.ts"
import { type ConsistencyModel, forbids, ruledOut, strongestLeft } from "./consistency.ts"
import { findCycles } from "./cycles.ts"
import { drawCycle, tellCycle } from "./explain.ts"
import { Findings } from "./findings.ts"
import { Graph } from "./graph.ts"
import { inferFromLists } from "./list-append.ts"
import { addProcessOrder, addRealtimeOrder } from "./orders.ts"
import { inferFromRegisters, type RegisterOptions } from "./rw-register.ts"
import { type Dialect, type MicroOp, type NotTransactional, type Txn, transactionsOf } from "./txn.ts"

export interface TransactionOptions extends RegisterOptions {
  /** What is claimed of the system. */
  readonly consistency: ConsistencyModel
}

export const transactionDefaults: TransactionOptions = {
  consistency: "strict-serializable",
  linearizableKeys: false,
  sequentialKeys: false,
}

/** Several transactions drawn are enough to understand, and no more than one cycle of a kind is. */
const DRAWN_MAX = 3

export function checkTransactions(history: History, dialect: Dialect, options: TransactionOptions): Opinion | NotTransactional {
  const txns = transactionsOf(history, dialect)
  if ("saw" in txns) return txns
  const findings = new Findings()
  const graph = new Graph(txns.length)
  const { reads, keys, ambiguous } =
    dialect === "list-append" ? inferFromLists(txns, graph, findings) : inferFromRegisters(txns, graph, findings, options)
  addProcessOrder(graph, txns)
  addRealtimeOrder(graph, txns)
  const { cycles, counts, isComplete } = findCycles(graph)
  for (const cycle of cycles) findings.add(cycle.name, () => tellCycle(cycle, graph, txns, dialect), counts.get(cycle.name))
  const isViolation = (name: string) => forbids(options.consistency, name)
  const anomalies = [...findings.anomalies(isViolation)].sort((a, b) => Number(b.isViolation) - Number(a.isViolation))
  const bad = cycles.filter(({ name }) => isViolation(name))
  const drawn = (bad.length > 0 ? bad : cycles).slice(0, DRAWN_MAX)
  const committed = txns.filter(({ outcome }) => outcome === "ok").length
  return {
    model: dialect,
    ...answerOf({ anomalies, committed, reads, sawNothing: sawNothing(txns), ambiguous, isComplete }, options.consistency),
    anomalies,
    drawing: drawn.flatMap((cycle, at) => [...(at === 0 ? [] : [""]), ...drawCycle(cycle, graph, txns, dialect)]),
    remarks: [
      ...history.remarks,
      ...ambiguous
        .slice(0, 1)
        .map((words) => `${plural(ambiguous.length, "value")} not unique, ${words}: what depends on that cannot be told.`),
      ...(isComplete ? [] : ["The search for cycles was cut short: there may be smaller ones, and others."]),
    ],
    figures: { transactions: txns.length, committed, reads, keys, dependencies: graph.edges },
  }
}

/** Somebody wanted to write, nobody who did committed, and nobody saw that one of them may have. */
function sawNothing(txns: readonly Txn[]): boolean {
  const isEmpty = ({ kind, value }: MicroOp): boolean => kind === "read" && (value === null || (isList(value) && value.length === 0))
  return (
    txns.some(({ microOps }) => microOps.some(({ kind }) => kind === "write")) &&
    txns.every(({ microOps, outcome }) => outcome !== "ok" || microOps.every(isEmpty))
  )
}

interface Evidence {
  readonly anomalies: readonly Anomaly[]
  readonly committed: number
  readonly reads: number
  readonly sawNothing: boolean
  readonly ambiguous: readonly string[]
  readonly isComplete: boolean
}

function answerOf(
  { anomalies, committed, reads, sawNothing, ambiguous, isComplete }: Evidence,
  consistency: ConsistencyModel,
): Pick<Opinion, "answer" | "detail"> {
  const names = anomalies.map(({ name, count }) => (count > 1 ? `${count} × ${name}` : name)).join(", ")
  const out = ruledOut(anomalies.map(({ name }) => name))
  const left = strongestLeft(out)
  const atMost = left.length === 0 ? "not even read-uncommitted is left" : `at most ${left.join(" or ")}`
  if (anomalies.some(({ isViolation }) => isViolation)) return { answer: "violated", detail: `not ${consistency}: ${names}; ${atMost}.` }
  if (committed === 0) return { answer: "inconclusive", detail: "No transaction committed." }
  if (reads === 0) return { answer: "inconclusive", detail: "Nothing was read." }
  if (sawNothing) return { answer: "inconclusive", detail: "Nothing that wrote committed, and whoever read saw nothing." }
  if (ambiguous.length > 0) return { answer: "inconclusive", detail: "Values are not unique, so who read what whom wrote cannot be told." }
  if (!isComplete) return { answer: "undecided", detail: "There are too many dependencies to look at all cycles." }
  const but = anomalies.length === 0 ? "" : ` It has ${names}, so it is ${atMost}.`
  return {
    answer: "passed",
    detail: `${consistency} as far as can be seen: ${plural(committed, "committed transaction")}, ${plural(reads, "read")}.${but}`,
  }
}
