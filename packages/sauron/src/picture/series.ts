/** Numbers over time in buckets. When there are too many, two become one of twice the width: an hour costs as much as a minute. */
import type { Chronicle } from "./chronicle.ts"
import { placeOf } from "./chronicle.ts"
import type { Draft, Mutable } from "./draft.ts"
import { type Bucket, historyBounds } from "./history.ts"
import { pictureBounds } from "./picture.ts"

export type Counted = "requests" | "failures" | "bytes" | "blocks" | "transfers" | "refusals" | "reorgs"

/** What a node's process says of itself. */
export interface Vitals {
  readonly node: string
  readonly t: number
  /** Of one core. */
  readonly cpuPercent: number
  readonly memoryMiB: number
  /** Longest wait of the event loop since the last report. */
  readonly lagMs: number
}

/** The bucket of this moment; what is told late belongs to the newest there is. */
export function bucketAt(chronicle: Chronicle, draft: Draft, t: number): Mutable<Bucket> {
  for (;;) {
    const { widthUs, buckets } = chronicle.series
    const last = chronicle.bucket ?? buckets.at(-1)
    if (last !== undefined && t < last.t + widthUs) return own(chronicle, last)
    close(chronicle, draft)
    if (buckets.length >= historyBounds.buckets) {
      merge(chronicle)
      continue
    }
    // Time in which nothing happened is time in which nothing was counted, and shown as such: no bucket is left out.
    const start = last === undefined ? Math.floor(t / widthUs) * widthUs : last.t + widthUs
    const bucket = freshBucket(start, last)
    chronicle.series = { widthUs, buckets: [...buckets, bucket] }
    chronicle.bucket = bucket
  }
}

export function countIn(bucket: Mutable<Bucket>, what: Counted, more = 1): void {
  bucket[what] += more
}

export function countLoad(chronicle: Chronicle, bucket: Mutable<Bucket>, node: string, more: number): void {
  const place = placeOf(chronicle, node, pictureBounds.nodes)
  if (place < 0 || place >= historyBounds.nodesInBuckets) return
  const loads = bucket.loads as number[]
  while (loads.length <= place) loads.push(0)
  loads[place] = (loads[place] ?? 0) + more
}

export function countVitals(chronicle: Chronicle, draft: Draft, { node, t, cpuPercent, memoryMiB, lagMs }: Vitals): void {
  const place = placeOf(chronicle, node, pictureBounds.nodes)
  if (place < 0 || place >= historyBounds.nodesInBuckets) return
  const bucket = bucketAt(chronicle, draft, t)
  for (const [list, value] of [
    ["cpu", cpuPercent],
    ["memory", memoryMiB],
    ["lag", lagMs],
  ] as const) {
    const values = bucket[list] as (number | null)[]
    while (values.length <= place) values.push(null)
    values[place] = value
  }
}

/** Writes into the newest bucket how things stand now. Called when the next one begins, and at the end of each batch. */
export function close(chronicle: Chronicle, draft: Draft): void {
  const last = chronicle.bucket
  if (last === undefined) return
  let [up, pending, max, min] = [0, 0, 0, Number.POSITIVE_INFINITY]
  for (const name in draft.nodes) {
    const node = draft.nodes[name]
    if (node === undefined || node.state === "down") continue
    up++
    pending += node.pending
    if (node.height === undefined || node.honest === false) continue
    if (node.height > max) max = node.height
    if (node.height < min) min = node.height
  }
  last.up = up
  last.pending = pending
  last.heightMax = max
  last.heightMin = min === Number.POSITIVE_INFINITY ? max : min
  last.heights =
    draft.nodeCount > historyBounds.nodesInBuckets
      ? []
      : chronicle.names.slice(0, historyBounds.nodesInBuckets).map((name) => draft.nodes[name]?.height ?? 0)
}

function own(chronicle: Chronicle, last: Bucket): Mutable<Bucket> {
  if (chronicle.bucket !== undefined) return chronicle.bucket
  const bucket = { ...last, loads: [...last.loads], cpu: [...last.cpu], memory: [...last.memory], lag: [...last.lag] }
  chronicle.series = { ...chronicle.series, buckets: [...chronicle.series.buckets.slice(0, -1), bucket] }
  chronicle.bucket = bucket
  return bucket
}

function freshBucket(t: number, last: Bucket | undefined): Mutable<Bucket> {
  const { up = 0, heightMax = 0, heightMin = 0, pending = 0, heights = [] } = last ?? {}
  const counted = { requests: 0, failures: 0, bytes: 0, blocks: 0, transfers: 0, refusals: 0, reorgs: 0, reorgDepth: 0 }
  return { t, ...counted, up, heightMax, heightMin, pending, heights, loads: [], cpu: [], memory: [], lag: [] }
}

function merge(chronicle: Chronicle): void {
  const widthUs = chronicle.series.widthUs * 2
  const merged: Bucket[] = []
  for (const bucket of chronicle.series.buckets) {
    const t = Math.floor(bucket.t / widthUs) * widthUs
    const last = merged.at(-1)
    if (last?.t === t) merged[merged.length - 1] = together(last, bucket)
    else merged.push({ ...bucket, t })
  }
  chronicle.bucket = undefined
  chronicle.series = { widthUs, buckets: merged }
}

function together(a: Bucket, b: Bucket): Bucket {
  return {
    ...b,
    t: a.t,
    requests: a.requests + b.requests,
    failures: a.failures + b.failures,
    bytes: a.bytes + b.bytes,
    blocks: a.blocks + b.blocks,
    transfers: a.transfers + b.transfers,
    refusals: a.refusals + b.refusals,
    reorgs: a.reorgs + b.reorgs,
    reorgDepth: Math.max(a.reorgDepth, b.reorgDepth),
    loads: Array.from({ length: Math.max(a.loads.length, b.loads.length) }, (_, at) => (a.loads[at] ?? 0) + (b.loads[at] ?? 0)),
    cpu: newer(a.cpu, b.cpu),
    memory: newer(a.memory, b.memory),
    lag: Array.from({ length: Math.max(a.lag.length, b.lag.length) }, (_, at) => greater(a.lag[at], b.lag[at])),
  }
}

const newer = (a: readonly (number | null)[], b: readonly (number | null)[]) =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, at) => b[at] ?? a[at] ?? null)

function greater(a: number | null | undefined, b: number | null | undefined): number | null {
  if (a === null || a === undefined) return b ?? null
  return Math.max(a, b ?? 0)
}
