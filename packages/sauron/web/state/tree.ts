/** The tree of blocks, laid out: the longest chain straight, what left it above and below, each for as long as it went on. Pure. */
import type { BlockHistory } from "../../src/picture/index.ts"

export interface Placed {
  readonly block: BlockHistory
  /** 0 is the longest chain. */
  readonly lane: number
  readonly isMain: boolean
  /** Nobody follows it any more. */
  readonly isLeft: boolean
}

export interface Tree {
  readonly placed: ReadonlyMap<string, Placed>
  readonly byHeight: ReadonlyMap<number, readonly Placed[]>
  readonly lowest: number
  readonly highest: number
  readonly lanesUp: number
  readonly lanesDown: number
  /** Blocks that lie on no chain that anybody follows. */
  readonly left: number
}

/** `heads`: whoever follows what now, the longest first. */
export function treeOf(blocks: readonly BlockHistory[], heads: readonly string[]): Tree {
  const known = new Map(blocks.map((block) => [block.hash, block]))
  const followed = new Set<string>()
  for (const head of heads)
    for (let hash = head; known.has(hash) && !followed.has(hash); hash = known.get(hash)?.previous ?? "") followed.add(hash)
  const main = new Set<string>()
  const first = heads.find((head) => known.has(head)) ?? highestOf(blocks)?.hash ?? ""
  for (let hash = first; known.has(hash) && !main.has(hash); hash = known.get(hash)?.previous ?? "") main.add(hash)

  const placed = new Map<string, Placed>()
  const busy = new Map<number, number[]>()
  const put = (block: BlockHistory, lane: number) => {
    placed.set(block.hash, { block, lane, isMain: main.has(block.hash), isLeft: !followed.has(block.hash) })
    busy.set(block.height, [...(busy.get(block.height) ?? []), lane])
  }
  for (const hash of main) put(known.get(hash) as BlockHistory, 0)
  for (const side of sidesOf(blocks, known, main)) {
    const lane = freeLane(side, busy)
    for (const block of side) put(block, lane)
  }
  const lanes = [...placed.values()].map(({ lane }) => lane)
  const heights = blocks.map(({ height }) => height)
  return {
    placed,
    byHeight: Map.groupBy(placed.values(), ({ block }) => block.height),
    lowest: Math.min(...heights),
    highest: Math.max(...heights),
    lanesUp: Math.max(0, ...lanes),
    lanesDown: Math.max(0, ...lanes.map((lane) => -lane)),
    left: blocks.length - followed.size,
  }
}

function highestOf(blocks: readonly BlockHistory[]): BlockHistory | undefined {
  return blocks.reduce<BlockHistory | undefined>(
    (best, block) => (best === undefined || block.height > best.height ? block : best),
    undefined,
  )
}

/** Chains that are not the main one, the longest first; each begins with the block that left. */
function sidesOf(blocks: readonly BlockHistory[], known: ReadonlyMap<string, BlockHistory>, main: ReadonlySet<string>): BlockHistory[][] {
  const rest = blocks.filter(({ hash }) => !main.has(hash))
  if (rest.length === 0) return []
  const isRest = new Set(rest.map(({ hash }) => hash))
  const children = Map.groupBy(rest, (block) => (isRest.has(block.previous) && isSane(block, known) ? block.previous : ""))
  // How far each goes on: children are higher than their parents, so that from above all are known when they are needed.
  const reach = new Map<string, number>()
  for (const { hash, height } of [...rest].sort((a, b) => b.height - a.height))
    reach.set(
      hash,
      (children.get(hash) ?? []).reduce((most, child) => Math.max(most, reach.get(child.hash) ?? 0), height),
    )
  const sides: BlockHistory[][] = []
  const waiting = [...(children.get("") ?? [])]
  for (let start = waiting.pop(); start !== undefined; start = waiting.pop()) {
    const side: BlockHistory[] = []
    // A side goes on with whichever child goes on longest; the others are sides of their own.
    for (let block: BlockHistory | undefined = start; block !== undefined; ) {
      side.push(block)
      const [next, ...others]: BlockHistory[] = (children.get(block.hash) ?? []).toSorted(
        (a, b) => (reach.get(b.hash) ?? 0) - (reach.get(a.hash) ?? 0),
      )
      waiting.push(...others)
      block = next
    }
    sides.push(side)
  }
  return sides.sort((a, b) => b.length - a.length)
}

/** A liar's block may claim any height, and itself as its parent. */
function isSane(block: BlockHistory, known: ReadonlyMap<string, BlockHistory>): boolean {
  return (known.get(block.previous)?.height ?? Number.POSITIVE_INFINITY) < block.height
}

function freeLane(side: readonly BlockHistory[], busy: ReadonlyMap<number, readonly number[]>): number {
  const from = (side[0]?.height ?? 0) - 1
  const to = (side.at(-1)?.height ?? 0) + 1
  for (let distance = 1; ; distance++) {
    for (const lane of [distance, -distance]) {
      let isFree = true
      for (let height = from; height <= to && isFree; height++) isFree = !(busy.get(height) ?? []).includes(lane)
      if (isFree) return lane
    }
  }
}
