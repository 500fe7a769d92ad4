/**
 * Which colour a chain has. A chain keeps its colour as it grows: a new head has the colour of the block that it stands on. While everybody
 * follows one chain it is the first colour, the calm one.
 */
import type { BlockPicture, Branch } from "../../src/picture/index.ts"

export const CHAIN_COLOURS = 6
const WALK_MAX = 64

export class Colours {
  #before = new Map<string, number>()

  of(branches: readonly Branch[], blocks: readonly BlockPicture[]): ReadonlyMap<string, number> {
    const colours = new Map<string, number>()
    const sides = branches.filter(({ relation }) => relation === "longest" || relation === "forked")
    if (sides.length > 1) this.#divide(sides, blocks, colours)
    else if (sides[0] !== undefined) colours.set(sides[0].head, 0)
    const longest = colours.get(branches[0]?.head ?? "") ?? 0
    for (const { head, relation } of branches) if (!colours.has(head)) colours.set(head, relation === "unclear" ? -1 : longest)
    this.#before = colours
    return colours
  }

  #divide(sides: readonly Branch[], blocks: readonly BlockPicture[], colours: Map<string, number>): void {
    const byHash = new Map(blocks.map((block) => [block.hash, block]))
    const taken = new Set<number>()
    const waiting: Branch[] = []
    for (const side of sides) {
      const inherited = this.#inherited(side.head, byHash)
      if (inherited === undefined || inherited < 0 || taken.has(inherited)) waiting.push(side)
      else {
        taken.add(inherited)
        colours.set(side.head, inherited)
      }
    }
    for (const { head } of waiting) {
      let free = 0
      while (taken.has(free) && free < CHAIN_COLOURS - 1) free++
      taken.add(free)
      colours.set(head, free)
    }
  }

  #inherited(head: string, blocks: ReadonlyMap<string, BlockPicture>): number | undefined {
    let hash: string | undefined = head
    for (let steps = 0; hash !== undefined && steps < WALK_MAX; steps++) {
      const known = this.#before.get(hash)
      if (known !== undefined) return known
      hash = blocks.get(hash)?.previous
    }
    return undefined
  }
}
