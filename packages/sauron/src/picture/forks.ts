/** Who follows which chain: nodes grouped by head, and how each head stands to the longest one. Pure. */
import type { NodePicture, Picture } from "./picture.ts"

export interface Branch {
  readonly head: string
  readonly height: number
  readonly nodes: readonly string[]
  /**
   * longest: what all others are measured against. behind: an earlier block of the longest, so it is only late.
   * forked: another chain. unclear: too little was seen of the blocks between to say which.
   */
  readonly relation: "longest" | "behind" | "forked" | "unclear"
  /** Blocks that `behind` lacks, or height at which `forked` left. */
  readonly behind: number
  readonly forkedAt: number | undefined
}

/** Branches of the nodes that are up, the longest first; between equals, the one with more nodes. */
export function branchesOf(picture: Picture): Branch[] {
  const groups = new Map<string, NodePicture[]>()
  for (const node of Object.values(picture.nodes)) {
    if (node.head === undefined || node.state === "down") continue
    const group = groups.get(node.head)
    if (group === undefined) groups.set(node.head, [node])
    else group.push(node)
  }
  const heads = [...groups].map(([head, nodes]) => ({ head, height: nodes[0]?.height ?? 0, nodes: nodes.map((node) => node.name).sort() }))
  heads.sort((a, b) => b.height - a.height || b.nodes.length - a.nodes.length || (a.head < b.head ? -1 : 1))
  const longest = heads[0]
  if (longest === undefined) return []
  const ancestry = ancestryOf(picture, longest.head)
  return heads.map((group) => ({ ...group, ...standing(group, longest, ancestry, picture) }))
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

function ancestryOf(picture: Picture, head: string): Ancestry {
  const blocks = new Map(picture.blocks.map((block) => [block.hash, block]))
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

function standing(
  group: { head: string; height: number },
  longest: { head: string; height: number },
  ancestry: Ancestry,
  picture: Picture,
): Standing {
  const behind = longest.height - group.height
  if (group.head === longest.head) return { relation: "longest", behind: 0, forkedAt: undefined }
  if (ancestry.heights.has(group.head)) return { relation: "behind", behind, forkedAt: undefined }
  // Two heads of one height are rivals, whatever was seen; so is a head where the longest chain is known to have another block.
  if (behind === 0 || group.height >= ancestry.lowest)
    return { relation: "forked", behind, forkedAt: lastShared(group.head, ancestry, picture) }
  return { relation: "unclear", behind, forkedAt: undefined }
}

function lastShared(head: string, ancestry: Ancestry, picture: Picture): number | undefined {
  const blocks = new Map(picture.blocks.map((block) => [block.hash, block]))
  let block = blocks.get(head)
  for (let steps = 0; block !== undefined && steps < picture.blocks.length; steps++) {
    const shared = ancestry.heights.get(block.previous)
    if (shared !== undefined) return shared
    block = blocks.get(block.previous)
  }
  return undefined
}
