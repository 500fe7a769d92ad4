/** Stories for the checks on what must never be taken back. The rules of these stories settle a block that is 3 deep. */
import { describe, expect, test } from "vitest"
import type { Block } from "../../src/index.ts"
import { chainOf, idOf } from "../chain.ts"
import { type Story, story } from "../story.ts"

const chain = chainOf(6)
const rival = chainOf(7, "rival")

describe("no-deep-reorg", () => {
  test("passes with shallow reorgs, and counts them", () => {
    const told = story().stores(1, "b1", chain).note(2, "b1", "head-moved", { height: 7, head: "x", previous: "y", reorgDepth: 3 })
    const found = told.final("b1", chain).ask("no-deep-reorg")
    expect(found).toMatchObject({ result: "passed", detail: "7 head moves, 1 reorg, the deepest 3 of at most 3." })
  })

  test("is violated by a deep one", () => {
    const told = story().note(2, "b1", "head-moved", { height: 7, head: "x", previous: "y", reorgDepth: 4 })
    const found = told.ask("no-deep-reorg")
    expect(found).toMatchObject({ result: "violated", detail: "b1 took back 4 blocks at 2.000 s, of at most 3." })
    expect(found.firstBad).toMatchObject({ t: 2_000_000, nodes: ["bigload-1"], event: { fact: { reorgDepth: 4 } } })
  })

  test("is violated by a deep one that the node makes out to be shallow", () => {
    const told = story().stores(1, "b1", chain)
    for (const { hash, number, previousHash } of rival) {
      told.note(2, "b1", "block-stored", { hash, height: number, previous: previousHash, from: "b2" })
    }
    const facts = { height: 7, head: headOf(rival), previous: headOf(chain), reorgDepth: 0 }
    expect(told.note(3, "b1", "head-moved", facts).ask("no-deep-reorg").detail).toBe("b1 took back 6 blocks at 3.000 s, of at most 3.")
  })

  test("is violated by one that brings nothing, and lets a longer chain win", () => {
    const told = story().note(1, "b1", "head-moved", { height: 7, head: "x", previous: "w", reorgDepth: 0 })
    told.note(2, "b1", "head-moved", { height: 8, head: "y", previous: "x", reorgDepth: 1 })
    expect(told.ask("no-deep-reorg").result).toBe("passed")
    const found = told.note(3, "b1", "head-moved", { height: 8, head: "z", previous: "y", reorgDepth: 1 }).ask("no-deep-reorg")
    expect(found.detail).toBe("b1 took back 1 block at 3.000 s for a chain that is no longer: it was at height 8, and is at 8.")
    expect(found.firstBad).toMatchObject({ t: 3_000_000, event: { fact: { head: "z" } } })
  })

  test("is violated when a crash does what a reorg may not", () => {
    const found = story().stores(1, "b1", chain).final("b1", rival).ask("no-deep-reorg")
    expect(found.result).toBe("violated")
    expect(found.detail).toMatch(/^b1 had \w{4}… at height 1, 3 deep at 1\.000 s, and has \w{4}… there now\.$/)
  })

  test("lets a bad actor do what it likes, and is inconclusive when no head moved", () => {
    const told = story("b1 s1").note(2, "s1", "head-moved", { height: 7, head: "x", previous: "y", reorgDepth: 9 })
    expect(told.ask("no-deep-reorg").result).toBe("inconclusive")
  })
})

describe("confirmed-survive", () => {
  const accept = (told: Story, block: Block | undefined) =>
    told.note(1, "b1", "transfer-accepted", { transaction: block ? idOf(block.transaction) : "none", from: "a", to: "b", amount: 1 })

  test("passes when what was accepted is there, and says how deep", () => {
    const told = accept(accept(story(), chain[0]), chain[5]).stores(2, "b1", chain)
    const found = told.final("b1", chain).ask("confirmed-survive")
    expect(found.detail).toBe("2 transfers accepted, 2 in the final chain, 1 of them 3 deep, none lost.")
  })

  test("is violated when a transfer that was deep is gone, whoever said where it was", () => {
    const transaction = idOf(chainOf(1, "b9")[0]?.transaction ?? fail())
    const lost = { transaction: `not ${transaction}`, hash: chain[1]?.hash ?? "", height: 2 }
    for (const kind of ["transfer-confirmed", "block-mined"]) {
      const told = story().stores(2, "b1", chain).note(1, "b1", "transfer-accepted", { transaction: lost.transaction })
      const found = told.note(3, "b1", kind, lost).final("b1", chain).ask("confirmed-survive")
      expect(found).toMatchObject({ result: "violated", firstBad: { t: 3_000_000 } })
    }
    const told = story().note(1, "b1", "transfer-accepted", { transaction: lost.transaction })
    const found = told
      .note(3, "b1", "transfer-confirmed", { transaction: lost.transaction, depth: 3 })
      .final("b1", chain)
      .ask("confirmed-survive")
    expect(found.detail).toBe("The transfer not … was confirmed on b1 by 3.000 s and is not in the final chain of b1.")
  })

  test("forgives the loss of what was never deep", () => {
    const told = accept(story(), chain[0]).note(1, "b1", "transfer-accepted", { transaction: "lost" }).stores(2, "b1", chain)
    const found = told
      .note(3, "b1", "block-mined", { transaction: "lost", hash: headOf(chain) })
      .final("b1", chain)
      .ask("confirmed-survive")
    expect(found).toMatchObject({ result: "passed", detail: "2 transfers accepted, 1 in the final chain, 1 of them 3 deep, none lost." })
  })

  test("is violated when a node calls confirmed what is not there, whatever block it names", () => {
    const told = accept(story(), chain[0]).note(1, "b1", "transfer-accepted", { transaction: "lost" }).stores(2, "b1", chain)
    const found = told
      .note(3, "b1", "transfer-confirmed", { transaction: "lost", block: "gone" })
      .final("b1", chain)
      .ask("confirmed-survive")
    expect(found.detail).toBe("The transfer lost was confirmed on b1 by 3.000 s and is not in the final chain of b1.")
  })

  describe("of a transfer that was acknowledged, and that a later one has overtaken", () => {
    const overtaken = (witness: string, more: (told: Story) => Story = (told) => told) => {
      const told = story("b1 b2 s1").note(1, "b1", "transfer-accepted", { transaction: "lost" })
      told.note(1, witness, "transfer-acknowledged", { transaction: "lost", by: "http://b1" })
      return accept(more(told), chain[0]).final("b1", chain).ask("confirmed-survive")
    }
    const damaged = (disk: string) => (told: Story) => told.note(2, "b1", "disk-damaged", { disk })

    test("is violated", () => {
      const found = overtaken("clients")
      expect(found).toMatchObject({ result: "violated", firstBad: { t: 1_000_000, nodes: ["bigload-1", "bigload-1"] } })
      expect(found.detail).toMatch(
        /^b1 acknowledged the transfer lost, which is not in the final chain of b1, though \w{4}…, which it accepted later, is\.$/,
      )
    })
    test("is violated when only what was never acknowledged was torn away", () =>
      expect(overtaken("clients", damaged("torn")).result).toBe("violated"))
    test("forgives a node whose disk has lost it", () => {
      expect(overtaken("clients", damaged("rotten")).result).toBe("passed")
      expect(overtaken("clients", (told) => told.note(2, "b1", "woke", { emptyDisk: true })).result).toBe("passed")
    })
    test("believes no bad actor", () => expect(overtaken("s1").result).toBe("passed"))
  })

  test("is inconclusive when nothing was accepted, or nothing of it arrived", () => {
    expect(story().final("b1", chain).ask("confirmed-survive").result).toBe("inconclusive")
    expect(accept(story(), undefined).final("b1", chain).ask("confirmed-survive").result).toBe("inconclusive")
    expect(accept(story(), chain[0]).ask("confirmed-survive").result).toBe("inconclusive")
  })
})

const headOf = (blocks: readonly Block[]): string => blocks.at(-1)?.hash ?? fail()

function fail(): never {
  throw new Error("no block")
}
