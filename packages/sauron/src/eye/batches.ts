/** From sightings to batches: cuts the excerpts, and keeps each report as text until Sauron has confirmed it. */
import type { Departure } from "./departure.ts"
import { AskedList, encodeDeparture, encodeRow } from "./encode.ts"
import type { ForgetfulQueue } from "./queue.ts"
import { BATCH_CHARS_MAX, BATCH_REPORTS_MAX, REPORT_VERSION } from "./report.ts"
import type { Sighting } from "./sighting.ts"
import type { VitalSigns } from "./vitals.ts"

/** A sighting and when it was seen, in microseconds of the run, and what its excerpts weigh. */
export interface Held {
  readonly sighting: Sighting
  readonly t: number
  readonly weight: number
}

/** Reports that travel together, packed: each row as JSON, and the list of what was asked that rows refer to. */
export interface Batch {
  readonly rows: readonly string[]
  readonly left?: readonly string[]
  readonly asked: readonly string[]
}

export function takeBatch(
  queue: ForgetfulQueue<Held>,
  departures: ForgetfulQueue<Departure & { readonly t: number }>,
  released: (weight: number) => void,
): Batch {
  const rows: string[] = []
  const asked = new AskedList()
  let chars = 0
  while (rows.length < BATCH_REPORTS_MAX && chars < BATCH_CHARS_MAX) {
    const next = queue.shift()
    if (next === undefined) break
    released(next.item.weight)
    try {
      const row = encodeRow(next.item.sighting, next.seq, next.item.t, asked)
      chars += row.length
      rows.push(row)
    } catch {
      queue.lose(1) // The node handed over something that is no sighting. Its number is missing, so Sauron counts it.
    }
  }
  const left: string[] = []
  while (left.length < BATCH_REPORTS_MAX) {
    const departure = departures.shift()?.item
    if (departure === undefined) break
    try {
      left.push(encodeDeparture(departure, departure.t, asked))
    } catch {
      departures.lose(1) // As above; departures have no numbers.
    }
  }
  return { rows, left, asked: asked.texts }
}

export interface BatchFacts {
  readonly node: string
  readonly boot: string
  readonly dropped: number
  readonly acked: number
  readonly vitals?: VitalSigns
}

/** UTF-8 JSON in one buffer: socket.io passes it on as it is, without looking into five hundred objects. */
export function encodeBatch(facts: BatchFacts, { rows, left = [], asked }: Batch): Buffer {
  const head = JSON.stringify({ version: REPORT_VERSION, ...facts }).slice(0, -1)
  return Buffer.from(
    `${head},"asked":[${asked.join(",")}],"rows":[${rows.join(",")}]${left.length === 0 ? "" : `,"left":[${left.join(",")}]`}}`,
  )
}
