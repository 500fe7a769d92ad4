/** The block tree against a slow model, over random growth. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { BlockTree, compareHeads, type TreeBlock } from "../src/index.ts"

/** Each number says below which earlier block (modulo their count) the next block hangs. */
const growth = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 })

function grow(parents: readonly number[]): { tree: BlockTree; blocks: TreeBlock[] } {
  const tree = new BlockTree("genesis", 1_000)
  const blocks: TreeBlock[] = [tree.head]
  for (const [arrival, choice] of parents.entries()) {
    const parent = blocks[choice % blocks.length] as TreeBlock
    const block = tree.insert(`b${arrival}`, parent.hash, arrival)
    blocks.push(block)
    if (compareHeads(block, tree.head) < 0) tree.moveTo(block)
  }
  return { tree, blocks }
}

describe("the fork choice", () => {
  test("is a strict total order", () => {
    fc.assert(
      fc.property(growth, (parents) => {
        const { blocks } = grow(parents)
        for (const a of blocks)
          for (const b of blocks) {
            expect(Math.sign(compareHeads(a, b))).toBe(-Math.sign(compareHeads(b, a)) + 0)
            expect(compareHeads(a, b) === 0).toBe(a === b)
            for (const c of blocks) if (compareHeads(a, b) < 0 && compareHeads(b, c) < 0) expect(compareHeads(a, c)).toBeLessThan(0)
          }
      }),
      { numRuns: 30 },
    )
  })

  test("finds the best block there is: the highest, and of equals the first to arrive", () => {
    fc.assert(
      fc.property(growth, (parents) => {
        const { tree, blocks } = grow(parents)
        const heights = blocks.map(({ height }) => height)
        const best = blocks.find(({ height }) => height === Math.max(...heights))
        expect(tree.head).toBe(best)
      }),
    )
  })
})

describe("the main chain", () => {
  test("is always the path from the genesis to the head", () => {
    fc.assert(
      fc.property(growth, (parents) => {
        const { tree, blocks } = grow(parents)
        const path = new Set<TreeBlock>()
        for (let walker: TreeBlock | undefined = tree.head; walker !== undefined; walker = walker.parent) path.add(walker)
        for (const block of blocks) expect(tree.isMain(block)).toBe(path.has(block))
        for (const block of path) expect(tree.at(block.height)).toBe(block)
      }),
    )
  })

  test("is left and rejoined by routes that undo and apply exactly what differs", () => {
    fc.assert(
      fc.property(growth, fc.nat(1_000), (parents, choice) => {
        const { tree, blocks } = grow(parents)
        const from = tree.head
        const target = blocks[choice % blocks.length] as TreeBlock
        const { back, forth, ancestor } = tree.moveTo(target)
        expect(tree.head).toBe(target)
        expect(back.map(({ height }) => height)).toEqual(back.map((_, i) => from.height - i))
        expect(forth.map(({ height }) => height)).toEqual(forth.map((_, i) => ancestor.height + 1 + i))
        tree.moveTo(from)
        expect(tree.head).toBe(from)
      }),
    )
  })
})

describe("pruning", () => {
  test("takes a block with all its descendants, wherever they stand, and nothing else", () => {
    fc.assert(
      fc.property(growth, fc.nat(1_000), (parents, choice) => {
        const { tree, blocks } = grow(parents)
        const side = blocks.filter((block) => !tree.isMain(block))
        const victim = side[choice % Math.max(1, side.length)]
        if (victim === undefined) return
        const doomed = blocks.filter((block) => {
          for (let walker: TreeBlock | undefined = block; walker !== undefined; walker = walker.parent) if (walker === victim) return true
          return false
        })
        expect(new Set(tree.prune(victim))).toEqual(new Set(doomed))
        for (const block of blocks) expect(tree.get(block.hash)).toBe(doomed.includes(block) ? undefined : block)
      }),
    )
  })

  test("of the main chain is refused", () => {
    const { tree } = grow([0])
    expect(() => tree.prune(tree.head)).toThrow("main chain")
  })

  test("bounds what is remembered off the main chain", () => {
    const tree = new BlockTree("genesis", 10)
    for (let i = 0; i < 100; i++) tree.insert(`b${i}`, "genesis", i)
    expect(tree.size).toBe(11)
  })
})
