/** Requests between programs, as the switchboard sees them: a line each for the run's journal, and reports for Sauron, who may be gone. */
import { closeSync, openSync, writeSync } from "node:fs"
import type { SeenRequest } from "@watercooler/boss/switchboard"
import type { RequestEvent } from "@watercooler/kernel"
import type { Report } from "@watercooler/sauron"

const FLUSH_MS = 100
/** As many as Sauron takes in one message. */
const BATCH_MAX = 1_000
const WAITING_MAX = 20_000
/** Put in order in memory when the run is over. */
const FILE_BYTES_MAX = 32 * 1_048_576
const ANSWER_MS_MAX = 2_000

export interface Sightings {
  see(request: SeenRequest): void
  /** Writes down what waits; Sauron has until then heard of most. */
  close(): void
}

export function keepSightings(file: string, sauronUrl: string | undefined): Sightings {
  const descriptor = openSync(file, "a", 0o600)
  let waiting: SeenRequest[] = []
  let timer: NodeJS.Timeout | undefined
  let bytes = 0
  let seq = 0
  let sending: Promise<void> | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    const events = batch.map((seen) => eventOf(seen, ++seq))
    if (bytes < FILE_BYTES_MAX) bytes += writeSync(descriptor, `${events.map((event) => JSON.stringify(event)).join("\n")}\n`)
    // One message at a time: what a slow Sauron has no time for, it does not get.
    if (sauronUrl !== undefined && sending === undefined)
      sending = report(sauronUrl, batch).finally(() => {
        sending = undefined
      })
  }
  return {
    see(request) {
      if (waiting.length < WAITING_MAX) waiting.push(request)
      timer ??= setTimeout(flush, FLUSH_MS)
    },
    close() {
      flush()
      closeSync(descriptor)
    },
  }
}

function eventOf({ at, bytesIn, bytesOut, durationUs, from, method, route, status, to, trace }: SeenRequest, seq: number): RequestEvent {
  const times = { t: Math.round(at), durationUs: Math.round(durationUs) }
  return { type: "request", node: to, seq, method, route, status, link: "switchboard", bytesIn, bytesOut, trace, from, ...times }
}

function reportOf({ at, bytesIn, bytesOut, durationUs, from, method, route, status, to, trace, uri }: SeenRequest): Report {
  const request = { method: method.slice(0, 16), uri, route, host: "", port: 0, from, bytes: bytesIn }
  return {
    node: to,
    seq: 0,
    t: Math.round(at),
    request,
    response: { status, bytes: bytesOut },
    durationUs: Math.round(durationUs),
    trace,
  }
}

async function report(sauronUrl: string, batch: readonly SeenRequest[]): Promise<void> {
  for (let at = 0; at < batch.length; at += BATCH_MAX) {
    try {
      const answer = await fetch(`${sauronUrl}/sauron/requests`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(batch.slice(at, at + BATCH_MAX).map(reportOf)),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
      await answer.arrayBuffer()
    } catch {
      return // Sauron is not there, or not there yet. Nobody waits for it; the journal has them all.
    }
  }
}
