/** Stories for the checks that look into final chains. */
import { describe, expect, test } from "vitest"
import { chainOf, genesis, keyOf, next, transfer } from "../chain.ts"
import { story } from "../story.ts"

const chain = chainOf(3)

describe("chain-valid", () => {
  test("passes when all honest chains replay", () => {
    const found = story().final("b1", chain).final("b2", chain.slice(0, 2)).ask("chain-valid")
    expect(found).toMatchObject({ result: "passed", detail: "2 honest chains of up to 3 blocks replayed valid." })
  })

  test("is violated by one bad block, and points to its arrival", () => {
    const bad = next(chain, transfer("alice", "bob", 5000, 3))
    const found = story()
      .stores(7, "b2", [bad])
      .final("b1", chain)
      .final("b2", [...chain, bad])
      .ask("chain-valid")
    expect(found).toMatchObject({ result: "violated", firstBad: { t: 7_000_000, nodes: ["bigload-2"], event: { type: "note" } } })
    expect(found.detail).toBe(`b2 holds block 4 (${bad.hash.slice(0, 4)}…), which is overspent (5000 of a balance of 997).`)
  })

  test("is violated by another genesis", () => {
    const other = JSON.parse(JSON.stringify({ ...genesis, subsidy: 2 }))
    expect(story().final("b1", chain, { genesis: other }).ask("chain-valid").detail).toBe("b1 works with another genesis than the run's.")
    const same = JSON.parse(JSON.stringify(genesis))
    expect(story().final("b1", chain, { genesis: same }).ask("chain-valid").result).toBe("passed")
  })

  test("does not care what a bad actor holds", () => {
    const bad = next(chain, transfer("alice", "bob", 5000, 3))
    expect(
      story("b1 s1")
        .final("b1", chain)
        .final("s1", [...chain, bad])
        .ask("chain-valid").result,
    ).toBe("passed")
  })

  test("is inconclusive without blocks, without a genesis, and when a chain was shown in part", () => {
    expect(story().final("b1", []).ask("chain-valid").result).toBe("inconclusive")
    expect(story().ask("chain-valid").result).toBe("inconclusive")
    expect(story().final("b1", chain, { height: 5 }).ask("chain-valid").detail).toBe("b1 is at height 5, but showed 3 blocks.")
    const lawless = story().final("b1", chain)
    lawless.rules = { network: "crapcoin" }
    expect(lawless.ask("chain-valid").result).toBe("inconclusive")
  })
})

describe("supply-conserved", () => {
  test("passes with the sum of allocations and subsidies", () => {
    const found = story().final("b1", chain).ask("supply-conserved")
    expect(found).toMatchObject({ result: "passed", detail: "3003 coins at height 3: 3000 allocated and 3 subsidies of 1." })
  })

  test("is violated by coins out of nothing", () => {
    const found = story()
      .final("b1", [...chain, next(chain, transfer("alice", "bob", 5000, 3))])
      .ask("supply-conserved")
    expect(found.result).toBe("violated")
    expect(found.detail).toContain("at -4003 after block 4")
  })

  test("is inconclusive without blocks", () => expect(story().final("b1", []).ask("supply-conserved").result).toBe("inconclusive"))
})

describe("nonces-unique", () => {
  test("passes when each nonce is there once", () => expect(story().final("b1", chain).ask("nonces-unique").result).toBe("passed"))

  test("is violated by a replayed transfer", () => {
    const [first] = chain
    if (!first) throw new Error("no block")
    const found = story()
      .final("b2", [...chain, next(chain, first.transaction)])
      .ask("nonces-unique")
    expect(found.result).toBe("violated")
    expect(found.detail).toBe(`b2 holds nonce 0 of ${keyOf("alice").slice(0, 4)}… twice, at heights 1 and 4.`)
  })

  test("is inconclusive without transfers", () => expect(story().final("b1", []).ask("nonces-unique").result).toBe("inconclusive"))
})
