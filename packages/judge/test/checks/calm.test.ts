/** Stories for the checks that look at what honest nodes have in common after the calm. */
import { describe, expect, test } from "vitest"
import { chainOf } from "../chain.ts"
import { story } from "../story.ts"

const common = chainOf(3)
const ours = chainOf(5, "b1", common)
const theirs = chainOf(4, "b2", common)
const [last] = ours.slice(-1)
if (!last) throw new Error("no block")

describe("agreement", () => {
  test("passes when all heads are equal", () => {
    const found = story().calm(9).final("b1", ours).final("b2", ours).ask("agreement")
    expect(found.result).toBe("passed")
    expect(found.detail).toBe(`2 honest nodes hold ${last.hash.slice(0, 4)}… at height 5.`)
  })

  test("is violated when heads differ although a block followed the calm", () => {
    const told = story("b1 b2 b3").stores(4, "b3", theirs).calm(9).stores(10, "b1", [last])
    const found = told.final("b1", ours).final("b2", ours).final("b3", theirs).ask("agreement")
    expect(found).toMatchObject({ result: "violated", firstBad: { t: 4_000_000, nodes: ["bigload-1", "bigload-3"] } })
    expect(found.detail).toMatch(/^b1 holds \w{4}… at height 5, b3 holds \w{4}… at height 4\.$/)
  })

  test("is inconclusive when no block followed, when the run was cut off, and when nobody can be compared", () => {
    const split = () => story().stores(4, "b1", ours).final("b1", ours).final("b2", theirs)
    expect(split().calm(9).ask("agreement").detail).toContain("no block followed the calm")
    expect(split().ask("agreement").detail).toContain("the run ended before the calm")
    expect(story().final("b1", ours).ask("agreement").result).toBe("inconclusive")
    expect(story().final("b1", []).final("b2", []).ask("agreement").result).toBe("inconclusive")
  })

  test("does not count the dead, and does not excuse the silent", () => {
    const dead = story("b1 b2 b3").final("b1", ours).final("b2", ours).final("b3", theirs, { alive: false, reachable: false })
    expect(dead.ask("agreement").result).toBe("passed")
    const silent = story("b1 b2 b3").final("b1", ours).final("b2", ours).final("b3", [], { reachable: false })
    expect(silent.ask("agreement")).toMatchObject({ result: "inconclusive", detail: "b3 did not say which head it has." })
  })

  test("does not ask bad actors", () => {
    expect(story("b1 b2 s1").final("b1", ours).final("b2", ours).final("s1", theirs).ask("agreement").result).toBe("passed")
  })
})

describe("propagation", () => {
  test("passes when the final chain is everywhere, though one node is ahead", () => {
    const found = story("b1 b2 b3").final("b1", common).final("b2", common).final("b3", ours).ask("propagation")
    expect(found).toMatchObject({ result: "passed", detail: "3 blocks on each of 3 honest nodes." })
  })

  test("is violated by a block that did not arrive", () => {
    const told = story("b1 b2 b3").stores(2, "b1", ours).calm(9).stores(10, "b1", [last])
    const found = told.final("b1", ours).final("b2", ours).final("b3", common).ask("propagation")
    expect(found).toMatchObject({ result: "violated", firstBad: { t: 2_000_000, nodes: ["bigload-3"] } })
    expect(found.detail).toMatch(/^b3 lacks 2 blocks of 5, the first \w{4}… at height 4\.$/)
  })

  test("is inconclusive when gossip had no chance, and without blocks", () => {
    expect(story().calm(9).final("b1", ours).final("b2", common).ask("propagation").result).toBe("inconclusive")
    expect(story().calm(9).final("b1", []).final("b2", []).ask("propagation").result).toBe("inconclusive")
  })
})
