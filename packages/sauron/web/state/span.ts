/** The stretch of time that timeline and space-time show: all of the run, or a part that somebody has zoomed into. */
import { computed, signal } from "@preact/signals"
import { end } from "./store.ts"

export interface Span {
  readonly from: number
  readonly to: number
}

/** Undefined: all of it. */
export const zoomed = signal<Span | undefined>(undefined)
export const span = computed<Span>(() => zoomed.value ?? { from: 0, to: Math.max(1_000_000, end.value) })

const WIDTH_US_MIN = 2_000

/** Closer by so much, around one moment. */
export function zoomSpan(by: number, around: number): void {
  const { from, to } = span.peek()
  const width = Math.max(WIDTH_US_MIN, (to - from) / by)
  const share = Math.min(1, Math.max(0, (around - from) / Math.max(1, to - from)))
  setSpan(around - width * share, around + width * (1 - share))
}

export function setSpan(from: number, to: number): void {
  const last = Math.max(1_000_000, end.peek())
  const width = Math.max(WIDTH_US_MIN, to - from)
  if (width >= last) {
    zoomed.value = undefined
    return
  }
  const begin = Math.max(0, Math.min(from, last - width))
  zoomed.value = { from: begin, to: begin + width }
}

export function wholeSpan(): void {
  zoomed.value = undefined
}
