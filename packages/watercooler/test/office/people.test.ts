/** Names, misdeeds and the summary: the small decisions of an office. */
import { expect, test } from "vitest"
import { assignMisdeeds } from "../../src/office/assignment.ts"
import { nobodyFellOver, withOwnChecks } from "../../src/office/judging.ts"
import { honestNames, named, nextName, short } from "../../src/office/names.ts"
import { exitCodeOf } from "../../src/office/summary.ts"
import { junitOf } from "../../src/terminal/junit.ts"

const known = [
  { name: "delays", kind: "random", refusedAs: [] },
  { name: "overspend", kind: "malicious", refusedAs: ["overspent"] },
  { name: "eclipse", kind: "malicious", refusedAs: [] },
  { name: "forged-signature", kind: "malicious", refusedAs: ["bad-signature"] },
] as const

test("everybody has a short name, and both are understood everywhere", () => {
  expect(honestNames(2).map(short)).toEqual(["b1", "b2"])
  expect(named("B2", honestNames(2))).toBe("bigload-2")
  expect(named("bigload-2", honestNames(2))).toBe("bigload-2")
  expect(named("b3", honestNames(2))).toBeUndefined()
})

test("whoever comes later gets the next number, also when somebody in between has left", () => {
  expect(nextName(true, ["bigload-1", "bigload-7", "shit-9"])).toBe("bigload-8")
  expect(nextName(false, ["bigload-1"])).toBe("shit-1")
})

test("shits draw misdeeds by seed, different ones, beginning with what honest nodes must refuse", () => {
  for (const seed of ["1", "2", "3", "4"]) {
    const drawn = assignMisdeeds(["shit-1", "shit-2"], undefined, known, seed)
    expect(new Set([...drawn.values()].flat())).toEqual(new Set(["overspend", "forged-signature"]))
    expect(assignMisdeeds(["shit-1", "shit-2"], undefined, known, seed)).toEqual(drawn)
  }
  const asked = assignMisdeeds(["shit-1", "shit-2"], ["eclipse", "delays"], known, "1")
  expect([...asked.values()]).toEqual([
    ["eclipse", "delays"],
    ["eclipse", "delays"],
  ])
})

test("more shits than misdeeds begin the deck again", () => {
  const many = Array.from({ length: 6 }, (_, at) => `shit-${at + 1}`)
  expect([...assignMisdeeds(many, undefined, known, "x").values()].every((misdeeds) => misdeeds.length === 1)).toBe(true)
})

test("an honest node that ends unasked violates; a bad one may do as it likes", () => {
  const employee = (honest: boolean, falls: number) => ({ party: { honest, name: "x" }, standing: { falls } })
  expect(nobodyFellOver([employee(true, 0), employee(false, 3)]).result).toBe("passed")
  expect(nobodyFellOver([employee(true, 1)])).toMatchObject({ result: "violated", detail: expect.stringContaining("x (1×)") })
})

test("the verdict counts every check, the supervisor's own too", () => {
  const check = { name: "agreement", result: "passed", detail: "" } as const
  const nobody: Parameters<typeof withOwnChecks>[1] = []
  expect(withOwnChecks({ verdict: "passed", detail: "1 check passed.", checks: [check] }, nobody).detail).toBe("2 checks passed.")
  const open = { verdict: "inconclusive", detail: "agreement: nothing to see", checks: [{ ...check, result: "inconclusive" }] } as const
  expect(withOwnChecks(open, nobody)).toMatchObject({ verdict: "inconclusive", detail: "agreement: nothing to see" })
})

test("a verdict has one exit code", () => {
  expect((["passed", "none", "violated", "inconclusive", undefined] as const).map(exitCodeOf)).toEqual([0, 0, 1, 3, 4])
})

test("JUnit tells a violation from an open question, and says words as text", () => {
  const checks = [
    { name: "agreement", result: "violated", detail: 'b1 says "<a>" & b2 does not' },
    { name: "propagation", result: "inconclusive", detail: "nothing seen" },
    { name: "supply", result: "passed", detail: "" },
  ] as const
  const xml = junitOf({ run: "r", seed: "s", checks } as unknown as Parameters<typeof junitOf>[0])
  expect(xml).toContain('tests="3" failures="1" errors="1"')
  expect(xml).toContain("&quot;&lt;a&gt;&quot; &amp;")
})
