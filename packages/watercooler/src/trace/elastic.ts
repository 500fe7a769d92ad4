/**
 * A measure of time that stretches where much happens and shrinks where nothing does: messages come in bursts of milliseconds with seconds between them, and on a
 * ruler one would see neither. Order and moments stay true; only distances do not.
 */
import type { SpaceTime } from "./space-time.ts"

/** Pixels between two moments that differ: at least, and however long nothing happens at most. */
const GAP_MIN = 11
const GAP_MAX = 64
/** A millisecond is this long, in between. */
const PIXELS_PER_MS = 1.2
/** Moments nearer to each other than this are one. */
export const SAME_US = 150

export interface Elastic {
  readonly height: number
  y(t: number): number
  /** Moments to be written beside the lanes, never too near to each other. */
  readonly ticks: readonly number[]
  /** Stretches that are shorter than they were, for a mark. */
  readonly breaks: readonly number[]
}

const TICK_MIN = 34

export function elasticOf(picture: SpaceTime): Elastic {
  const moments = momentsOf(picture)
  const ys: number[] = [0]
  const breaks: number[] = []
  for (let i = 1; i < moments.length; i++) {
    const ms = ((moments[i] as number) - (moments[i - 1] as number)) / 1_000
    const gap = Math.min(GAP_MAX, Math.max(GAP_MIN, ms * PIXELS_PER_MS))
    if (ms * PIXELS_PER_MS > GAP_MAX) breaks.push((ys[i - 1] as number) + gap / 2)
    ys.push((ys[i - 1] as number) + gap)
  }
  const y = (t: number): number => {
    const next = after(moments, t)
    if (next === 0) return 0
    const [from, to] = [moments[next - 1] as number, moments[next] ?? (moments[next - 1] as number)]
    const [low, high] = [ys[next - 1] as number, ys[next] ?? (ys[next - 1] as number)]
    return to === from ? low : low + ((Math.min(t, to) - from) / (to - from)) * (high - low)
  }
  const ticks: number[] = []
  for (const moment of moments) {
    const last = ticks.at(-1)
    if (last === undefined || y(moment) - y(last) >= TICK_MIN) ticks.push(moment)
  }
  return { height: ys.at(-1) ?? 0, y, ticks, breaks }
}

/** Everything that is drawn at a height of its own, in order. */
function momentsOf({ bands, fromUs, marks, messages, toUs }: SpaceTime): readonly number[] {
  const all = [
    fromUs,
    toUs,
    ...bands.flatMap((band) => [band.fromUs, band.toUs]),
    ...marks.map(({ t }) => t),
    ...messages.flatMap(({ answeredUs, arrivedUs, heardUs, sentUs }) => [sentUs, arrivedUs, answeredUs, heardUs]),
  ].filter((t): t is number => t !== undefined && t >= fromUs && t <= toUs)
  const moments: number[] = []
  for (const t of all.sort((a, b) => a - b)) if (t - (moments.at(-1) ?? Number.NEGATIVE_INFINITY) > SAME_US) moments.push(t)
  return moments
}

/** How many moments are not after this one. */
function after(moments: readonly number[], t: number): number {
  let [low, high] = [0, moments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((moments[middle] as number) <= t) low = middle + 1
    else high = middle
  }
  return low
}
