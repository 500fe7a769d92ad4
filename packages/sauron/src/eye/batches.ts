/** From sightings to batches: cuts the excerpts, and keeps each report as text until Sauron has confirmed it. */
import { encodeReport } from "./encode.ts"
import type { ForgetfulQueue } from "./queue.ts"
import { BATCH_CHARS_MAX, BATCH_REPORTS_MAX, REPORT_VERSION } from "./report.ts"
import type { Sighting } from "./sighting.ts"

/** A sighting and when it was seen, in microseconds of the run, and what its excerpts weigh. */
export interface Held {
  readonly sighting: Sighting
  readonly t: number
  readonly weight: number
}

/** Reports that travel together, each as JSON. */
export interface Batch {
  readonly reports: readonly string[]
}

export function takeBatch(queue: ForgetfulQueue<Held>, released: (weight: number) => void): Batch {
  const reports: string[] = []
  let chars = 0
  while (reports.length < BATCH_REPORTS_MAX && chars < BATCH_CHARS_MAX) {
    const next = queue.shift()
    if (next === undefined) break
    released(next.item.weight)
    try {
      const report = encodeReport(next.item.sighting, next.seq, next.item.t)
      chars += report.length
      reports.push(report)
    } catch {
      queue.lose(1) // The node handed over something that is no sighting. Its number is missing, so Sauron counts it.
    }
  }
  return { reports }
}

export interface BatchFacts {
  readonly node: string
  readonly boot: string
  readonly dropped: number
  readonly acked: number
}

/** UTF-8 JSON in one buffer: socket.io passes it on as it is, without looking into five hundred objects. */
export function encodeBatch(facts: BatchFacts, { reports }: Batch): Buffer {
  const head = JSON.stringify({ version: REPORT_VERSION, ...facts }).slice(0, -1)
  return Buffer.from(`${head},"reports":[${reports.join(",")}]}`)
}
