/** The verdict as a whole: which checks a run calls for, and what follows from them. */
import { expect, test } from "vitest"
import { checks, judge } from "../src/index.ts"
import { chainOf, keyOf } from "./chain.ts"
import { story } from "./story.ts"

const chain = chainOf(4)
const quiet = (parties = "b1 b2") => story(parties).stores(1, "b1", chain).calm(2).final("b1", chain).final("b2", chain)
const namesOf = (told: ReturnType<typeof story>) => judge(told.input()).checks.map(({ name }) => name)

test("a quiet run passes", () => {
  expect(judge(quiet().input())).toMatchObject({ verdict: "passed", detail: "8 checks passed." })
})

test("one violation outweighs everything", () => {
  const told = quiet().note(3, "b1", "banned", { peer: keyOf("b2"), forUs: 1 })
  told.journalGaps = 1
  const { verdict, detail } = judge(told.input())
  expect(verdict).toBe("violated")
  expect(detail).toBe("honest-not-banned: b1 banned the honest b2 at 3.000 s.")
})

test("of several violations the one that was first to be seen is told first", () => {
  const fork = chainOf(5, "b2")
  const told = story()
    .note(0, "b1", "banned", { peer: keyOf("b2"), forUs: 1 })
    .stores(1, "b1", chain)
    .stores(3, "b2", fork)
    .calm(4)
    .note(5, "b1", "block-mined", {})
  told.final("b1", chain).final("b2", fork)
  const { checks, detail } = judge(told.input())
  const bad = checks.filter(({ result }) => result === "violated").map(({ name, firstBad }) => ({ name, t: firstBad?.t ?? Infinity }))
  expect(bad.length).toBeGreaterThan(1)
  const [first] = bad.toSorted((a, b) => a.t - b.t)
  expect(detail.startsWith(`${first?.name}: `)).toBe(true)
  expect(first?.name).not.toBe(bad[0]?.name)
})

test("one open question makes a run inconclusive", () => {
  const told = quiet()
  told.journalGaps = 1
  expect(judge(told.input()).verdict).toBe("inconclusive")
})

test("a house of walls is asked about no chains", () => expect(namesOf(story("w1 w2"))).toEqual(["journal-whole"]))

test("without bad actors nobody asks about liars, without faults nobody asks about faults", () => {
  expect(namesOf(quiet()).filter((name) => name.startsWith("liars") || name.startsWith("faults"))).toEqual([])
  const told = story("b1 b2 s1", ["overspend"])
  told.misdeeds = [{ name: "overspend", refusedAs: ["overspent"], banned: true }]
  expect(namesOf(told)).toContain("liars-refused")
})

test("bad actors who were given nothing to do are asked about no more than honest nodes", () => {
  expect(namesOf(story("b1 b2 s1"))).not.toContain("liars-refused")
})

test("where all misdeeds are within the rules, nobody is expected to refuse them", () => {
  const told = story("b1 b2 s1", ["withhold"])
  told.misdeeds = [{ name: "withhold", refusedAs: [], banned: false }]
  expect(namesOf(told)).not.toContain("liars-refused")
})

test("a lone node has nobody to agree with", () => expect(namesOf(story("b1").final("b1", chain))).not.toContain("agreement"))

test("a run in which nothing was asked of anybody proves nothing", () => {
  expect(judge(story().final("b1", []).final("b2", []).input()).verdict).toBe("inconclusive")
})

test("who asks for no checks gets none, and a pass; who asks for one that does not exist is told", () => {
  expect(judge({ ...quiet().input(), asked: [] })).toMatchObject({ verdict: "passed", checks: [] })
  expect(judge({ ...quiet().input(), asked: ["beauty"] }).detail).toBe("beauty: There is no check named beauty.")
})

test("every check has a name of its own and claims something in a sentence", () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length)
  for (const { claim } of checks) expect(claim).toMatch(/^[A-Z].*\.$/)
})
