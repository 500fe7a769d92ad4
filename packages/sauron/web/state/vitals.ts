/** What nodes tell of their processes: along with what else they tell, at most once a second. So most steps of time have nothing. Pure. */
import type { Bucket } from "../../src/picture/index.ts"

/** In an office in which nothing happens, nodes tell every five seconds or so. Who has not told for twice as long is silent. */
export const SILENT_US = 10_000_000
/** So long what was told stands alone, where nothing follows soon. */
const HOLD_US = 1_000_000

/** Null is a gap; undefined is none, the line goes on to the next value. */
export type Told = number | null | undefined

/**
 * Carries a line over gaps that are only the time between two reports; longer ones stay gaps. `widthUs`: of one value. Whoever told last not
 * long ago is taken to be still as it was.
 */
export function carried(values: readonly (number | null)[], widthUs: number): readonly Told[] {
  const told: Told[] = [...values]
  for (let at = 0; at < values.length; ) {
    const value = values[at]
    let next = at + 1
    while (next < values.length && values[next] === null) next++
    if (value !== null && value !== undefined) {
      const isShort = (next - at) * widthUs <= SILENT_US
      const isLast = next === values.length
      const held = at + Math.round((isShort ? SILENT_US : HOLD_US) / widthUs)
      for (let gap = at + 1; gap < next; gap++)
        if (isShort && !isLast) told[gap] = undefined
        else if (gap < held) told[gap] = value
    }
    at = next
  }
  return told
}

/** For how long a node has told nothing, in µs; undefined where it never has. `place`: of the node among the names of the history. */
export function silentFor(buckets: readonly Bucket[], widthUs: number, place: number, now: number): number | undefined {
  const last = buckets.findLast(({ t, cpu }) => t <= now && (cpu[place] ?? null) !== null)
  return last === undefined ? undefined : Math.max(0, now - last.t - widthUs)
}
