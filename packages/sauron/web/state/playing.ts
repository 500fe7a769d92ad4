/** The clock of a recorded run: where the page stands, how fast it goes, one question at a time. */
import { computed, signal } from "@preact/signals"
import type { Source } from "./source.ts"
import { end, isReplay, moment, read } from "./store.ts"

export const RATES = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const
export const rate = signal(1)
export const playing = signal(false)
export const canPlay = computed(() => isReplay.value && end.value > 0)

const STEP_MS = 40
let source: Source | undefined
let wanted: number | undefined
let asking = false
let lastMs = 0

export function playFrom(from: Source): void {
  source = from
}

/** Goes there; of many wishes while one is under way, only the last is asked for. */
export function seek(t: number): void {
  wanted = Math.max(0, Math.min(t, end.peek()))
  void ask()
}

/** Where the page is going, or stands. */
export function heading(): number {
  return wanted ?? moment.peek()
}

async function ask(): Promise<void> {
  if (asking || source === undefined || wanted === undefined) return
  asking = true
  const t = wanted
  wanted = undefined
  await source.seek(t)
  asking = false
  if (wanted !== undefined) void ask()
}

export function toggle(): void {
  if (!canPlay.peek()) return
  if (!playing.peek() && moment.peek() >= end.peek() && read.peek() >= 1) seek(0)
  playing.value = !playing.peek()
  if (!playing.peek()) return
  lastMs = performance.now()
  requestAnimationFrame(step)
}

function step(nowMs: number): void {
  if (!playing.peek()) return
  requestAnimationFrame(step)
  const passed = nowMs - lastMs
  if (passed < STEP_MS || asking) return
  lastMs = nowMs
  // A page that was in the background for a while goes on where it was.
  const next = heading() + Math.min(passed, 500) * 1_000 * rate.peek()
  seek(next)
  if (next >= end.peek() && read.peek() >= 1) playing.value = false
}

export function faster(by: 1 | -1): void {
  const at = (RATES as readonly number[]).indexOf(rate.peek())
  rate.value = RATES[Math.max(0, Math.min(RATES.length - 1, at + by))] ?? 1
}
