/** The requests of a recorded run, as rows: filtered, a page at a time, from any moment. */
import type { RequestEvent } from "@watercooler/kernel"
import type { RequestFilter, Row, Rows, RowsQuestion } from "./protocol.ts"
import type { Recording } from "./recording.ts"

/** How many events one question looks through. */
const SCAN_MAX = 150_000

export function rowOf(n: number, { t, node, from = "", method, route, status, bytesIn, bytesOut, durationUs, trace }: RequestEvent): Row {
  return { n, t, node, from, method, route, uri: route, status, bytesIn, bytesOut, durationUs, trace }
}

/** Newest rows before an event, or, going forward, the rows after one; never beyond `end`. */
export function rowsOf(recording: Recording, { filter, before, after, limit }: RowsQuestion, end: number): Rows {
  const fits = rowFilter(filter)
  const rows: Row[] = []
  if (after !== undefined) {
    // What a reader has not seen yet may be too much to show: the newest are.
    const from = Math.max(after + 1, end - SCAN_MAX)
    let skipped = 0
    for (const [n, event] of recording.between(from, end)) {
      if (event.type !== "request" || !fits(event)) continue
      rows.push(rowOf(n, event))
      if (rows.length <= limit) continue
      rows.shift()
      skipped++
    }
    return { rows, upTo: end - 1, more: false, skipped }
  }
  let n = Math.min(before ?? end, end) - 1
  const floor = Math.max(0, n - SCAN_MAX)
  for (; n >= floor && rows.length < limit; n--) {
    const event = recording.at(n)
    if (event?.type === "request" && fits(event)) rows.push(rowOf(n, event))
  }
  return { rows: rows.reverse(), upTo: n + 1, more: n >= 0, skipped: 0 }
}

export function rowFilter({ node, route, status, text }: RequestFilter): (row: Partial<Row> & Pick<Row, "node" | "status">) => boolean {
  const needle = text?.toLowerCase() ?? ""
  const has = (hay: string | undefined) => hay?.toLowerCase().includes(needle) === true
  return (row) => {
    if (node && row.node !== node) return false
    if (route && row.route !== route) return false
    if (status && !(status.endsWith("xx") ? Math.floor(row.status / 100) === Number(status[0]) : row.status === Number(status)))
      return false
    return needle === "" || has(row.uri) || has(row.route) || has(row.method) || has(row.from) || has(row.trace)
  }
}
