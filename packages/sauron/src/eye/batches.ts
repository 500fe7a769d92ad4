/** From sightings to batches: cuts the excerpts, and remembers each batch until Sauron has confirmed it. */
import type { ForgetfulQueue } from "./queue.ts"
import { BATCH_CHARS_MAX, BATCH_REPORTS_MAX, REPORT_VERSION, type ReportBatch } from "./report.ts"
import { reportOf, type Sighting } from "./sighting.ts"

/** A sighting and when it was seen, in microseconds of the run, and what its excerpts weigh. */
export interface Held {
  readonly sighting: Sighting
  readonly t: number
  readonly weight: number
}

type Reports = ReportBatch["reports"]

export function takeReports(queue: ForgetfulQueue<Held>, released: (weight: number) => void): Reports {
  const reports: Reports[number][] = []
  let chars = 0
  while (reports.length < BATCH_REPORTS_MAX && chars < BATCH_CHARS_MAX) {
    const next = queue.shift()
    if (next === undefined) break
    const report = reportOf(next.item.sighting, next.seq, next.item.t)
    released(next.item.weight)
    chars += report.request.uri.length + (report.request.body?.length ?? 0) + (report.response.content?.length ?? 0)
    reports.push(report)
  }
  return reports
}

export interface BatchFacts {
  readonly node: string
  readonly boot: string
  readonly dropped: number
  readonly acked: number
}

/** UTF-8 JSON in one buffer: socket.io passes it on as it is, without looking into five hundred objects. */
export function encodeBatch(facts: BatchFacts, reports: Reports): Buffer {
  const batch: ReportBatch = { version: REPORT_VERSION, ...facts, reports }
  return Buffer.from(JSON.stringify(batch))
}
