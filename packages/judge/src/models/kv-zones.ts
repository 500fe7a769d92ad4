/**
 * In which order blocks may come: a put, everything appended to it, and every get that shows any of that. Nothing can come in between, so a block is one thing, with a
 * zone from the first return of any of its operations to the last invocation of any (Gibbons and Korach, "Testing shared memories", 1997). If the return is first, the block
 * is there all that while, and such blocks follow each other in time; if the invocation is first, all of it could happen at one moment between the two.
 */
import type { Call, Span } from "./model.ts"

export interface Block {
  /** The put that it begins with; null for what comes before every put. */
  readonly put: Call | null
  readonly firstReturn: number
  readonly lastCall: number
}

/** Lasting blocks that must be behind when this one begins, at least and at most; and how many are, once it has begun. */
export interface Place {
  readonly least: number
  readonly most: number
  readonly rank: number | undefined
}

export function placesOf(blocks: readonly Block[]): ReadonlyMap<Call, Place> {
  const start = blocks.find(({ put }) => put === null)
  const others = blocks.filter(({ put }) => put !== null)
  const lasting = others.filter(({ firstReturn, lastCall }) => firstReturn < lastCall).sort((a, b) => a.firstReturn - b.firstReturn)
  const begins = lasting.map(({ firstReturn }) => firstReturn)
  const ends = lasting.map(({ lastCall }) => lastCall)
  const places = new Map<Call, Place>()
  for (const [at, block] of lasting.entries()) {
    const overlaps = at > 0 && (ends[at - 1] as number) > block.firstReturn
    // Two that would have to be there at the same time: the second cannot be at all.
    places.set(block.put as Call, overlaps ? NOWHERE : { least: at, most: at, rank: at + 1 })
  }
  for (const { put, firstReturn, lastCall } of others) {
    if (firstReturn < lastCall) continue
    const least = begins.filter((begin) => begin < lastCall).length
    const most = ends.filter((end) => end <= firstReturn).length
    places.set(put as Call, { least, most, rank: undefined })
  }
  // What was there before every put must be over when anything else is known to have been there.
  if (start !== undefined) for (const { put, firstReturn } of others) if (firstReturn < start.lastCall) places.set(put as Call, NOWHERE)
  return places
}

const NOWHERE: Place = { least: 1, most: 0, rank: undefined }

export const blockOf = (put: Call | null, spans: readonly Span[]): Block => ({
  put,
  firstReturn: spans.reduce((first, { firstReturn }) => Math.min(first, firstReturn), Number.POSITIVE_INFINITY),
  lastCall: spans.reduce((last, { lastCall }) => Math.max(last, lastCall), Number.NEGATIVE_INFINITY),
})
