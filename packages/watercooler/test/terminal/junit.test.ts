/** What a build reads: the same answer from the report, the document and the exit code. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { expectedExit, isAsExpected } from "../../src/office/summary.ts"
import { headlineOf } from "../../src/terminal/headline.ts"
import { type Judged, junitOf } from "../../src/terminal/junit.ts"

const answers = ["passed", "violated", "inconclusive"] as const
type Answer = (typeof answers)[number]

function judged(results: readonly Answer[], expected: Answer, violates?: string): Judged & { readonly exitCode: number } {
  const checks = results.map((result, at) => ({ name: `check-${at}`, result, detail: `It is ${result}.` }))
  const verdict = results.includes("violated") ? "violated" : results.includes("inconclusive") ? "inconclusive" : "passed"
  const asExpected = isAsExpected({ verdict: expected, violates }, { verdict, checks })
  const exitCode = expectedExit(verdict, asExpected)
  return { run: "r", seed: "1", claim: "Something is true.", checks, verdict, detail: "why", expected, asExpected, exitCode }
}

test("a report without failures and errors is exit code 0, whatever a scenario expects", () => {
  const results = fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(
      results,
      fc.constantFrom(...answers),
      fc.option(fc.constantFrom("check-0", "check-1"), { nil: undefined }),
      (some, expected, named) => {
        const told = judged(some, expected, expected === "violated" ? named : undefined)
        const isClean = junitOf(told).includes('failures="0" errors="0"')
        expect(isClean).toBe(told.exitCode === 0)
      },
    ),
  )
})

test("the claim is a case of its own, and a violation that was expected is told and is no failure", () => {
  const xml = junitOf(judged(["violated", "passed"], "violated"))
  expect(xml).toContain('tests="3" failures="0" errors="0"')
  expect(xml).toContain('<testcase classname="watercooler" name="Something is true."></testcase>')
  expect(xml).toContain("<system-out>violated, as expected: It is violated.</system-out>")
  expect(junitOf(judged(["passed"], "violated"))).toContain('<failure message="passed, but the scenario expects violated: why"/>')
})

test("control characters do not break the report", () => {
  const xml = junitOf({ ...judged(["passed"], "passed"), seed: "a\nb\u001b[31m" })
  expect(xml).toContain('name="watercooler r, seed a b�[31m"')
})

describe("the first line of a report", () => {
  test.each([
    [["passed"], "passed", "✓ passed: why"],
    [["violated"], "passed", "✗ violated: why"],
    [["inconclusive"], "passed", "? inconclusive: why"],
    [["passed"], "violated", "✗ passed, but the scenario expects violated: why"],
    [["violated"], "violated", "✓ violated, as the scenario expects: why"],
    [["inconclusive"], "violated", "? inconclusive, but the scenario expects violated: why"],
    [["inconclusive"], "inconclusive", "✓ inconclusive, as the scenario expects: why"],
    [["violated"], "inconclusive", "✗ violated, but the scenario expects inconclusive: why"],
  ] as const)("%j where %s is expected", (results, expected, line) => {
    const { mark, words } = headlineOf(judged([...results], expected))
    expect(`${mark} ${words}`).toBe(line)
  })

  test("says when another check broke than was named", () => {
    const { mark, words } = headlineOf(judged(["violated", "passed"], "violated", "check-1"))
    expect(`${mark} ${words}`).toBe("✗ violated, but by another check than the scenario expects: why")
  })
})
