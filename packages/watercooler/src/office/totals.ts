/** The figures of a run, counted over its journal. */
import type { JournalEvent } from "@watercooler/kernel"

export interface Totals {
  /** Different blocks that honest nodes have stored, forks included. */
  readonly blocks: number
  /** Transfers that a node has promised to mine. */
  readonly transfers: number
  /** Requests that nodes have answered. */
  readonly requests: number
  readonly reorgs: number
  /** Things that honest nodes have refused. */
  readonly rejected: number
  readonly bans: number
}

export function countTotals(events: Iterable<JournalEvent>): Totals {
  const blocks = new Set<string>()
  const transfers = new Set<string>()
  let honest = new Set<string>()
  let [requests, reorgs, rejected, bans] = [0, 0, 0, 0]
  for (const event of events) {
    if (event.type === "header") honest = new Set(event.parties.filter((party) => party.honest).map((party) => party.name))
    if (event.type === "request") requests++
    if (event.type !== "note" || !honest.has(event.node)) continue
    const { fact } = event
    if (fact.note === "block-stored") blocks.add(String(fact.hash))
    if (fact.note === "transfer-accepted") transfers.add(String(fact.transaction))
    if (fact.note === "head-moved" && Number(fact.reorgDepth) > 0) reorgs++
    if (fact.note === "rejected") rejected++
    if (fact.note === "banned") bans++
  }
  return { blocks: blocks.size, transfers: transfers.size, requests, reorgs, rejected, bans }
}
