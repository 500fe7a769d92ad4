/** What a page asks of the reports that are still held: rows, one of them whole, the messages of a stretch of time. */

import { kindOf, sample } from "../recording/index.ts"
import type { Detail, Message, Messages, MessagesQuestion, Row, Rows, RowsQuestion, Step } from "../recording/protocol.ts"
import { remarkOf } from "../view/whole.ts"
import type { Intake } from "./intake.ts"
import type { KeptReport } from "./options.ts"
import type { ReportStore } from "./store.ts"

/** How many reports one question looks through. */
const SCAN_MAX = 100_000
const MESSAGES_SCAN_MAX = 60_000

function rowOf({ n, t, node, request, response, durationUs, trace }: KeptReport): Row {
  const { method, route, uri, from = "", bytes } = request
  return { n, t, node, from, method, route, uri, status: response.status, bytesIn: bytes, bytesOut: response.bytes, durationUs, trace }
}

export function rowsIn(store: ReportStore, { filter, before, after, limit }: RowsQuestion): Rows {
  if (after !== undefined) {
    const { found, upTo } = store.forward(filter, Math.max(after, store.next - 1 - SCAN_MAX), SCAN_MAX, SCAN_MAX)
    return { rows: found.slice(-limit).map(rowOf), upTo, more: false, skipped: Math.max(0, found.length - limit) }
  }
  const from = Math.min(before ?? store.next, store.next)
  const { found, upTo } = store.backward(filter, from, limit, SCAN_MAX)
  return { rows: found.map(rowOf), upTo, more: upTo > store.first, skipped: 0 }
}

export function detailOf(store: ReportStore, n: number): Detail | undefined {
  const report = n < store.next ? store.at(n) : undefined
  if (report === undefined) return undefined
  const row = rowOf(report)
  const { body } = report.request
  const { content } = report.response
  const asker = row.from === "" ? "somebody" : row.from
  const chain: Step[] = [
    { t: row.t - row.durationUs, node: row.node, text: `is asked by ${asker}: ${row.method} ${row.route}` },
    { t: row.t, node: row.node, text: row.status === 0 ? "answers nobody, who has left" : `answers ${row.status}` },
  ]
  return { row, body, content, remark: remarkOf(row, { body, content }), chain, block: blockIn(body) }
}

/** The hash of the block that a body holds, if it holds one. */
export function blockIn(body: string | undefined): string | undefined {
  return /"hash"\s*:\s*"([0-9a-f]{64})"/.exec(body ?? "")?.[1]
}

/** Both ends tell of a message: who was asked when it came, who asked when it left. Of one that was lost there is only the latter. */
export function messagesIn(intake: Pick<Intake, "store" | "departures" | "nameAt">, { from, to, max, node }: MessagesQuestion): Messages {
  const { store, departures } = intake
  const all: Message[] = []
  const isWanted = (...ends: readonly string[]) => node === undefined || ends.includes(node)
  const lost = departures.unanswered(from, to)
  const oldest = Math.max(store.first, store.next - MESSAGES_SCAN_MAX)
  for (let n = store.next - 1; n >= oldest; n--) {
    const report = store.at(n)
    if (report === undefined) continue
    lost.delete(report.trace)
    const sent = departures.of(report.trace)?.t ?? report.t - report.durationUs
    if (report.t < from || sent > to || !report.request.from || !isWanted(report.node, report.request.from)) continue
    all.push(messageOf(n, report.request.from, report.node, sent, report.t, report.request, report.response.status))
  }
  let nobodys = -1
  for (const left of lost.values()) {
    const asked = intake.nameAt(left.to)
    if (asked === undefined || !isWanted(left.node, asked)) continue
    all.push({ ...messageOf(nobodys--, left.node, asked, left.t, left.t, left, 0), lost: true })
  }
  all.sort((a, b) => a.sent - b.sent)
  const messages = sample(all, max)
  const remarks = [
    all.length > messages.length ? `${messages.length} of ${all.length} messages are drawn` : "",
    departures.isEmpty ? "departures and lost messages are unknown: only who was asked has told" : "",
  ]
  return { messages, total: all.length, remark: remarks.filter((remark) => remark !== "").join("; ") }
}

function messageOf(
  n: number,
  from: string,
  to: string,
  sent: number,
  arrived: number,
  { method, route }: { readonly method: string; readonly route: string },
  status: number,
): Message {
  return { n, from, to, sent, arrived, kind: kindOf(route, status), label: `${method} ${route}`, status, lost: false }
}
