/** Who follows which chain: nodes grouped by head, and how each head stands to the others. Pure. */
import type { BlockPicture, NodePicture, Picture } from "./picture.ts"

export interface Branch {
  readonly head: string
  readonly height: number
  readonly nodes: readonly string[]
  /**
   * longest: what all others are measured against. behind: an earlier block of a chain that somebody else follows, so it is only late.
   * forked: another chain. unclear: too little was seen of the blocks between to say which.
   */
  readonly relation: "longest" | "behind" | "forked" | "unclear"
  /** Head of the chain of which this head is a part: itself, unless it is behind. */
  readonly chain: string
  /** Blocks that `behind` lacks, or height at which `forked` left. */
  readonly behind: number
  readonly forkedAt: number | undefined
}

interface Group {
  readonly head: string
  readonly height: number
  readonly nodes: readonly string[]
}

type Blocks = ReadonlyMap<string, BlockPicture>

/**
 * Branches of the nodes that are up, the longest first; between equals, the one with more nodes. A head of which nobody has told what it
 * stands on is never the longest while there are others: else nothing could be said of anybody until somebody tells.
 */
export function branchesOf(picture: Picture): Branch[] {
  const heads = headsOf(picture)
  const blocks: Blocks = new Map(picture.blocks.map((block) => [block.hash, block]))
  const longest = heads.find(({ head }) => blocks.has(head)) ?? heads[0]
  if (longest === undefined) return []
  const ancestry = ancestryOf(blocks, longest.head)
  const chains = chainsOf(blocks, heads)
  const tips = new Map<string, Branch>()
  for (const tip of heads)
    if (chains.get(tip.head) === tip.head) tips.set(tip.head, { ...tip, chain: tip.head, ...standing(tip, longest, ancestry, blocks) })
  const branches = heads.map((group): Branch => {
    const tip = tips.get(chains.get(group.head) ?? "")
    if (tip === undefined || tip.head === group.head) return tip ?? { ...group, chain: group.head, ...UNCLEAR, behind: 0 }
    const behind = tip.height - group.height
    return { ...group, chain: tip.head, ...(tip.relation === "unclear" ? UNCLEAR : LATE), behind }
  })
  return [...branches.filter(({ head }) => head === longest.head), ...branches.filter(({ head }) => head !== longest.head)]
}

/** The highest first. */
function headsOf(picture: Picture): readonly Group[] {
  const groups = new Map<string, NodePicture[]>()
  for (const node of Object.values(picture.nodes)) {
    if (node.head === undefined || node.state === "down") continue
    const group = groups.get(node.head)
    if (group === undefined) groups.set(node.head, [node])
    else group.push(node)
  }
  return [...groups]
    .map(([head, nodes]) => ({ head, height: nodes[0]?.height ?? 0, nodes: nodes.map((node) => node.name).sort() }))
    .sort((a, b) => b.height - a.height || b.nodes.length - a.nodes.length || (a.head < b.head ? -1 : 1))
}

/** For every block on the way down from the heads, the highest head from which one comes by. */
function chainsOf(blocks: Blocks, heads: readonly Group[]): ReadonlyMap<string, string> {
  const chains = new Map<string, string>()
  for (const { head } of heads)
    for (let hash: string | undefined = head; hash !== undefined && !chains.has(hash); hash = blocks.get(hash)?.previous)
      chains.set(hash, head)
  return chains
}

/** True once two nodes follow chains of which neither is part of the other. */
export function isForked(branches: readonly Branch[]): boolean {
  return branches.some((branch) => branch.relation === "forked")
}

interface Ancestry {
  readonly heights: ReadonlyMap<string, number>
  /** How far down the walk came; what lies below is unknown. */
  readonly lowest: number
}

function ancestryOf(blocks: Blocks, head: string): Ancestry {
  const heights = new Map<string, number>()
  let lowest = Number.POSITIVE_INFINITY
  let block = blocks.get(head)
  while (block !== undefined && !heights.has(block.hash)) {
    heights.set(block.hash, block.height)
    lowest = block.height - 1
    const parent = blocks.get(block.previous)
    // A parent is known by name even where nobody was seen to store it: genesis is stored by nobody.
    if (parent === undefined) heights.set(block.previous, lowest)
    block = parent
  }
  return { heights, lowest }
}

type Standing = Pick<Branch, "relation" | "behind" | "forkedAt">

const LATE = { relation: "behind", forkedAt: undefined } as const
const UNCLEAR = { relation: "unclear", forkedAt: undefined } as const

/** How a head that nobody has left behind stands to the longest. */
function standing(group: Group, longest: Group, ancestry: Ancestry, blocks: Blocks): Standing {
  const behind = longest.height - group.height
  if (group.head === longest.head) return { relation: "longest", behind: 0, forkedAt: undefined }
  const forkedAt = lastShared(group.head, ancestry, blocks)
  // Two heads of one height are rivals, whatever was seen; so is a head where the longest chain is known to have another block.
  const isRival = behind === 0 || (behind > 0 && group.height >= ancestry.lowest)
  if (isRival || forkedAt !== undefined) return { relation: "forked", behind, forkedAt }
  return { ...UNCLEAR, behind: Math.max(0, behind) }
}

function lastShared(head: string, ancestry: Ancestry, blocks: Blocks): number | undefined {
  let block = blocks.get(head)
  for (let steps = 0; block !== undefined && steps < blocks.size; steps++) {
    const shared = ancestry.heights.get(block.previous)
    if (shared !== undefined) return shared
    block = blocks.get(block.previous)
  }
  return undefined
}
