/** Stories of bad actors and of what honest nodes make of them. */
import { describe, expect, test } from "vitest"
import type { MisdeedExpectation } from "../../src/index.ts"
import { keyOf } from "../chain.ts"
import { type Story, story } from "../story.ts"

const expectations: readonly MisdeedExpectation[] = [
  { name: "overspend", refusedAs: ["overspent"], banned: true },
  { name: "equivocate", refusedAs: ["rival-blocks"], banned: true },
  { name: "impersonate", refusedAs: ["forged-hello"], banned: false },
  { name: "forged-signature", refusedAs: ["bad-signature"], banned: true },
  { name: "withhold", refusedAs: [], banned: false },
]

function liar(...misdeeds: readonly string[]): Story {
  const told = story("b1 b2 s1", misdeeds)
  told.misdeeds = expectations
  return told
}

const peer = keyOf("s1")
const rejected = { what: "block", code: "overspent" }

describe("liars-refused", () => {
  test("passes when the lie was rejected, by its hash or by its sender", () => {
    const act = () => liar("overspend").note(3, "s1", "misdeed", { misdeed: "overspend", hash: "h", peers: 2 })
    expect(
      act()
        .note(4, "b1", "rejected", { ...rejected, hash: "h", peer: "else" })
        .ask("liars-refused").result,
    ).toBe("passed")
    const found = act()
      .note(4, "b1", "rejected", { ...rejected, peer })
      .note(9, "b1", "x")
      .ask("liars-refused")
    expect(found).toMatchObject({ result: "passed", detail: "1 act of overspend: 1 of 1 deed refused." })
  })

  test("passes when it was held against the liar as an offence", () => {
    const told = liar("equivocate").note(3, "s1", "misdeed", { misdeed: "equivocate" })
    expect(told.note(4, "b2", "offence", { peer, offence: "rival-blocks", points: 100, total: 100 }).ask("liars-refused").result).toBe(
      "passed",
    )
  })

  test("passes when the liar was banned before it could do it twice, but not when it was banned later for something else", () => {
    const acts = (banAt: number) => {
      const told = liar("overspend", "equivocate")
      for (const at of [3, 8, 13]) told.note(at, "s1", "misdeed", { misdeed: "overspend" })
      return told.note(banAt, "b1", "banned", { peer, forUs: 1 }).note(20, "b1", "x").ask("liars-refused").result
    }
    expect(acts(2)).toBe("passed")
    expect(acts(7)).toBe("passed")
    expect(acts(15)).toBe("violated")
  })

  test("is violated when nobody minded, when another was blamed, and when only a liar minded", () => {
    const act = () => liar("overspend").note(3, "s1", "misdeed", { misdeed: "overspend", hash: "h" }).note(9, "b1", "x")
    const found = act().ask("liars-refused")
    expect(found).toMatchObject({ result: "violated", firstBad: { t: 3_000_000, nodes: ["shit-1"] } })
    expect(found.detail).toBe("s1 did overspend 1 time, first at 3.000 s, and was never refused as overspent.")
    expect(
      act()
        .note(9, "b1", "rejected", { ...rejected, peer: keyOf("b2") })
        .ask("liars-refused").result,
    ).toBe("violated")
    expect(
      act()
        .note(9, "s1", "rejected", { ...rejected, peer })
        .ask("liars-refused").result,
    ).toBe("violated")
    expect(
      act()
        .note(9, "b1", "rejected", { ...rejected, code: "malformed", peer })
        .ask("liars-refused").result,
    ).toBe("violated")
  })

  test("holds a lie against nobody that came too late to be looked into, and against everybody once one of them has built on it", () => {
    const told = () => {
      const run = liar("overspend").note(2, "b1", "block-stored", { hash: "honest", height: 1, previous: "g", from: "own" })
      run.note(2, "b1", "head-moved", { head: "honest", height: 1, previous: "g", reorgDepth: 0 })
      run.note(3, "s1", "misdeed", { misdeed: "overspend", hash: "lie", peers: 2 })
      return run.note(3, "b1", "block-stored", { hash: "lie", height: 1, previous: "g", from: "s1" })
    }
    expect(told().note(9, "b1", "x").ask("liars-refused")).toMatchObject({ result: "inconclusive" })
    expect(told().note(9, "b1", "x").ask("liars-banned")).toMatchObject({ result: "inconclusive" })
    const another = told().note(4, "s1", "misdeed", { misdeed: "overspend", hash: "other", peers: 2 }).note(9, "b1", "x")
    expect(another.ask("liars-refused").detail).toBe("s1 did overspend 1 time, first at 4.000 s, and was never refused as overspent.")
    const head = { head: "lie", height: 1, previous: "honest", reorgDepth: 1 }
    expect(told().note(4, "b2", "head-moved", head).note(9, "b1", "x").ask("liars-refused").result).toBe("violated")
    const onTop = told().note(4, "b2", "block-stored", { hash: "top", height: 2, previous: "lie", from: "s1" })
    onTop.note(4, "b2", "head-moved", { head: "top", height: 2, previous: "honest", reorgDepth: 1 }).note(9, "b1", "x")
    expect(onTop.ask("liars-refused").result).toBe("violated")
  })

  test("a lie that needs no accounts to be seen is no matter of where it lies", () => {
    const run = liar("forged-signature").note(3, "s1", "misdeed", { misdeed: "forged-signature", hash: "lie", peers: 2 })
    run.note(3, "b1", "block-stored", { hash: "lie", height: 1, previous: "g", from: "s1" }).note(9, "b1", "x")
    expect(run.ask("liars-refused").result).toBe("violated")
  })

  test("is inconclusive when nothing was done, nobody was there to hear it, or there was no time to answer", () => {
    expect(liar("overspend").note(9, "b1", "x").ask("liars-refused").result).toBe("inconclusive")
    const unheard = liar("overspend").note(3, "s1", "misdeed", { misdeed: "overspend", peers: 0 }).note(9, "b1", "x")
    expect(unheard.ask("liars-refused").result).toBe("inconclusive")
    const late = liar("overspend").note(8, "s1", "misdeed", { misdeed: "overspend" }).note(9, "b1", "x")
    expect(late.ask("liars-refused").result).toBe("inconclusive")
  })
})

describe("liars-banned", () => {
  const act = () => liar("overspend").note(3, "s1", "misdeed", { misdeed: "overspend" }).note(9, "b1", "x")

  test("passes when an honest node banned the liar", () => {
    expect(act().note(4, "b1", "banned", { peer, forUs: 1 }).ask("liars-banned").result).toBe("passed")
  })

  test("is violated when none did", () => {
    expect(act().ask("liars-banned").detail).toBe("s1 did overspend 1 time, first at 3.000 s, and was never banned.")
    expect(act().note(4, "s1", "banned", { peer, forUs: 1 }).ask("liars-banned").result).toBe("violated")
  })

  test("passes when the liar was banned before anybody could hear of what is worth a ban", () => {
    const told = liar("overspend").note(2, "b1", "banned", { peer, forUs: 1 })
    expect(told.note(3, "s1", "misdeed", { misdeed: "overspend", peers: 0 }).note(9, "b1", "x").ask("liars-banned").result).toBe("passed")
  })

  test("is inconclusive when those who refused the act could not know who came, which happens once or twice and no more", () => {
    const told = (acts: number) => {
      const run = liar("overspend")
      for (let i = 1; i <= acts; i++) {
        run.note(3 * i, "s1", "misdeed", { misdeed: "overspend", hash: `h${i}` })
        run.note(3 * i + 1, "b1", "rejected", { ...rejected, hash: `h${i}`, link: "c5" })
      }
      return run.note(3 * acts + 4, "b1", "x").ask("liars-banned").result
    }
    expect(told(2)).toBe("inconclusive")
    expect(told(3)).toBe("violated")
    const oneKnew = liar("overspend").note(3, "s1", "misdeed", { misdeed: "overspend", hash: "h" })
    oneKnew.note(4, "b1", "rejected", { ...rejected, hash: "h", link: "c5" }).note(4, "b2", "rejected", { ...rejected, hash: "h", peer })
    expect(oneKnew.note(9, "b1", "x").ask("liars-banned").result).toBe("violated")
  })

  test("is inconclusive when no act was worth a ban", () => {
    const told = liar("overspend", "impersonate").note(3, "s1", "misdeed", { misdeed: "impersonate" }).note(9, "b1", "x")
    expect(told.ask("liars-banned").result).toBe("inconclusive")
  })
})

describe("honest-not-banned", () => {
  test("passes when only liars are", () => {
    const found = story("b1 s1").note(4, "b1", "banned", { peer, forUs: 1 }).ask("honest-not-banned")
    expect(found).toMatchObject({ result: "passed", detail: "1 ban, none of an honest node." })
  })

  test("is violated by a ban between honest nodes, in the journal or at the end", () => {
    const found = story()
      .note(4, "b1", "banned", { peer: keyOf("b2"), forUs: 1 })
      .ask("honest-not-banned")
    expect(found).toMatchObject({ result: "violated", detail: "b1 banned the honest b2 at 4.000 s." })
    const end = story()
      .final("b1", [], { banned: [keyOf("b2")] })
      .ask("honest-not-banned")
    expect(end.firstBad?.nodes).toEqual(["bigload-1", "bigload-2"])
    expect(
      story("b1 s1")
        .note(4, "s1", "banned", { peer: keyOf("b1") })
        .ask("honest-not-banned").result,
    ).toBe("inconclusive")
  })

  test("is inconclusive when nobody met", () => expect(story().ask("honest-not-banned").result).toBe("inconclusive"))
})

describe("what nobody could hear", () => {
  const told = (fired: number, back: number) => {
    const run = liar("overspend")
    const both = (at: number, what: string) => run.process(at, "bigload-1", what).process(at, "bigload-2", what)
    both(1, "ready")
    for (const [at, what] of [
      [fired, "fired"],
      [back, "ready"],
    ] as const)
      if (at <= 10) both(at, what)
    run.note(10, "s1", "misdeed", { misdeed: "overspend", peers: 2 })
    for (const [at, what] of [
      [fired, "fired"],
      [back, "ready"],
    ] as const)
      if (at > 10) both(at, what)
    return run.note(20, "b1", "x").ask("liars-refused").result
  }

  test("is not held against anybody: all honest nodes were away, or had only just come back", () => {
    expect(told(9, 12)).toBe("inconclusive")
    expect(told(5, 9.5)).toBe("inconclusive")
    expect(told(5, 8)).toBe("violated")
    expect(told(10.1, 12)).toBe("inconclusive")
    expect(told(11, 12)).toBe("violated")
  })
})
