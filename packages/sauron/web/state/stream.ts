/** The stream of requests: the newest rows that fit, more of them on demand, and a pause while somebody reads. */
import { effect, signal } from "@preact/signals"
import type { Detail, Row } from "../../src/recording/protocol.ts"
import { ask } from "./asking.ts"
import { filter } from "./filter.ts"
import { hello, isReplay, line, moment } from "./store.ts"

const ROWS_MAX = 4_000
const PAGE = 200
const EVERY_MS = 300

export interface Stream {
  /** Newest first. */
  readonly rows: readonly Row[]
  /** There may be older ones. */
  readonly more: boolean
  /** Fitting rows that passed too quickly to be fetched. */
  readonly skipped: number
  /** Before the first answer. */
  readonly waiting: boolean
}

export const stream = signal<Stream>({ rows: [], more: false, skipped: 0, waiting: true })
export const detail = signal<Detail | undefined>(undefined)
/** Somebody has scrolled down and reads: nothing moves until told. */
export const held = signal(false)
/** Fitting requests that came meanwhile. */
export const fresh = signal(0)

let upTo = -1
let oldest = 0
let busy = false
let edition = 0

/** Follows the run while the view is shown. Returns how to stop. */
export function follow(): () => void {
  const stopFilter = effect(() => {
    filter.value
    hello.value
    void restart()
  })
  let lastMoment = -1
  const timer = setInterval(() => {
    if (busy || line.peek() !== "up") return
    if (!isReplay.peek()) void news()
    else if (moment.peek() !== lastMoment && !held.peek()) {
      lastMoment = moment.peek()
      void restart()
    }
  }, EVERY_MS)
  return () => {
    stopFilter()
    clearInterval(timer)
  }
}

export async function restart(): Promise<void> {
  const mine = ++edition
  busy = true
  const answer = await ask("requests", { filter: filter.peek(), limit: PAGE })
  busy = false
  if (answer === undefined || mine !== edition) return
  const rows = [...answer.rows].reverse()
  upTo = rows[0]?.n ?? -1
  oldest = answer.upTo
  fresh.value = 0
  held.value = false
  stream.value = { rows, more: answer.more, skipped: 0, waiting: false }
}

async function news(): Promise<void> {
  const mine = edition
  busy = true
  const answer = await ask("requests", { filter: filter.peek(), after: upTo, limit: PAGE })
  busy = false
  if (answer === undefined || mine !== edition) return
  if (held.peek()) {
    fresh.value = answer.rows.length + answer.skipped
    return
  }
  upTo = Math.max(upTo, answer.upTo)
  if (answer.rows.length === 0) return
  const { rows, more, skipped } = stream.peek()
  const all = [...[...answer.rows].reverse(), ...rows]
  stream.value = { rows: all.slice(0, ROWS_MAX), more: more || all.length > ROWS_MAX, skipped: skipped + answer.skipped, waiting: false }
  oldest = stream.peek().rows.at(-1)?.n ?? oldest
}

export async function older(): Promise<void> {
  const now = stream.peek()
  if (busy || !now.more || now.rows.length >= ROWS_MAX) return
  const mine = edition
  busy = true
  const answer = await ask("requests", { filter: filter.peek(), before: oldest, limit: PAGE })
  busy = false
  if (answer === undefined || mine !== edition) return
  oldest = answer.upTo
  stream.value = { ...stream.peek(), rows: [...stream.peek().rows, ...[...answer.rows].reverse()].slice(0, ROWS_MAX), more: answer.more }
}

export async function openDetail(n: number): Promise<void> {
  if (detail.peek()?.row.n === n) {
    detail.value = undefined
    return
  }
  const found = await ask("detail", { n })
  if (found !== undefined) detail.value = found
}
