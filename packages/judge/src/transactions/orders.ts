/** The orders that need no inference: of what each process did, and of what had ended before something else began. */
import { type Graph, PROCESS, REALTIME } from "./graph.ts"
import type { Txn } from "./txn.ts"

export function addProcessOrder(graph: Graph, txns: readonly Txn[]): void {
  const last = new Map<number | string, Txn>()
  for (const txn of txns) {
    if (txn.outcome === "fail") continue
    const before = last.get(txn.operation.process)
    if (before !== undefined) graph.add(before.id, txn.id, PROCESS)
    last.set(txn.operation.process, txn)
  }
}

/**
 * Between every two transactions of which one came first there would be an edge: too many. So moments stand between them, one behind each end of
 * a transaction: who ends leads to its moment, each moment to the next, and the last moment before a beginning to who begins.
 */
export function addRealtimeOrder(graph: Graph, txns: readonly Txn[]): void {
  const committed = txns.filter(({ outcome }) => outcome === "ok")
  const ends = [...committed].sort((a, b) => a.operation.returnedAt - b.operation.returnedAt)
  const begins = txns.filter(({ outcome }) => outcome !== "fail").sort((a, b) => a.operation.calledAt - b.operation.calledAt)
  let moment: number | undefined
  let next = 0
  for (const txn of begins) {
    for (; next < ends.length && (ends[next] as Txn).operation.returnedAt < txn.operation.calledAt; next++) {
      const now = graph.addMoment()
      if (moment !== undefined) graph.add(moment, now, REALTIME)
      graph.add((ends[next] as Txn).id, now, REALTIME)
      moment = now
    }
    if (moment !== undefined) graph.add(moment, txn.id, REALTIME)
  }
}
