/** Many runs of one scenario: which there are, what they tell together, and how that is said to a code host. */
import { describe, expect, test } from "vitest"
import { flakeOf, type Try, wilson } from "../../src/campaign/flake.ts"
import { markdownOf } from "../../src/campaign/github.ts"
import { axesOf, variantsOf } from "../../src/campaign/matrix.ts"
import { BadInput } from "../../src/input/complaint.ts"
import { junitOfCases } from "../../src/terminal/junit.ts"
import { scenarioCalled } from "../proof/shipped.ts"

const passed = (seed: string): Try => ({
  seed,
  verdict: "passed",
  detail: "2 checks passed.",
  asExpected: true,
  exitCode: 0,
  checks: [{ name: "agreement", result: "passed", detail: "all" }],
  dir: null,
})
const violated = (seed: string, detail: string): Try => ({
  ...passed(seed),
  verdict: "violated",
  detail,
  asExpected: false,
  exitCode: 1,
  checks: [{ name: "no-deep-reorg", result: "violated", detail }],
})

describe("a matrix", () => {
  const checked = scenarioCalled("fork-and-heal")

  test("has every combination, the first axis slowest, and makes what is missing on the way", () => {
    const variants = variantsOf(checked, axesOf(["nodes.bigloads=5,6", "nodes.options.b1.hashPower=2,3"]))
    expect(variants.map(({ name }) => name)).toEqual([
      "nodes.bigloads=5, nodes.options.b1.hashPower=2",
      "nodes.bigloads=5, nodes.options.b1.hashPower=3",
      "nodes.bigloads=6, nodes.options.b1.hashPower=2",
      "nodes.bigloads=6, nodes.options.b1.hashPower=3",
    ])
    expect(variants[3]?.checked.scenario.nodes).toMatchObject({ bigloads: 6, options: { b1: { hashPower: 3 } } })
    expect(checked.scenario.nodes.bigloads).toBe(5)
  })

  test("of nothing is the scenario as it is", () => {
    expect(variantsOf(checked, [])).toEqual([{ name: "", checked }])
    expect(axesOf(["faults.0.cut=[[b1], [b2, b3]],{from: b1, to: b2}"])[0]?.values).toEqual(["[[b1], [b2, b3]]", "{from: b1, to: b2}"])
    expect(() => variantsOf(checked, axesOf(["faults={a: [b"]))).toThrow(BadInput)
  })

  test.each(["nodes", "=3", "nodes.bigloads=", "nodes bigloads=3", "nodes.bigload=3", "nodes.bigloads=many", "__proto__.x=1"])(
    "%s is refused",
    (words) => {
      expect(() => variantsOf(checked, axesOf([words]))).toThrow(BadInput)
      expect(({} as { readonly x?: number }).x).toBeUndefined()
    },
  )

  test("that is too large is refused", () => {
    const many = (path: string) => `${path}=${Array.from({ length: 40 }, (_, i) => i + 1).join(",")}`
    expect(() => variantsOf(checked, axesOf([many("seed"), many("network.confirmations")]))).toThrow("1600")
  })
})

describe("how often", () => {
  // Figures of Wilson's interval as textbooks print them.
  test.each([
    [10, 10, 0.722, 1],
    [0, 10, 0, 0.278],
    [20, 20, 0.839, 1],
    [81, 263, 0.255, 0.366],
  ])("%i of %i lie between %f and %f", (good, runs, low, high) => {
    expect(wilson(good, runs).low).toBeCloseTo(low, 3)
    expect(wilson(good, runs).high).toBeCloseTo(high, 3)
  })

  test("failures that differ only in figures and names are one group", () => {
    const flake = flakeOf([
      passed("1"),
      violated("2", "b2 took back 12 blocks at 13.771 s, of at most 2."),
      violated("3", "bigload-1 took back 9 blocks at 1.2 s, of at most 2."),
      violated("4", "A chain is not valid."),
    ])
    expect(flake).toMatchObject({ runs: 4, asExpected: 1, rate: 0.25 })
    expect(flake.groups).toMatchObject([
      { check: "no-deep-reorg", count: 2, seeds: ["2", "3"] },
      { check: "no-deep-reorg", count: 1, seeds: ["4"] },
    ])
  })
})

test("as JUnit: a suite for each run, and what was expected is no failure", () => {
  const expected = { ...violated("2", "as the claim says"), asExpected: true, exitCode: 0 }
  const xml = junitOfCases({ scenario: "a & b.yaml" }, [
    { name: "nodes.bigloads=5", tries: [passed("1"), expected, violated("3", "<bad>")] },
  ])
  expect(xml.match(/<testsuite /g)).toHaveLength(3)
  expect(xml.match(/<failure/g)).toHaveLength(1)
  expect(xml).toContain("a &amp; b.yaml, nodes.bigloads=5, seed 3")
  expect(xml).toContain("&lt;bad&gt;")
})

test("as Markdown: whatever a run says stays words", () => {
  const text = markdownOf({ ...violated("<b>", "| a | <img src=x> `code`\nnew line"), claim: "A *claim*" })
  expect(text).not.toMatch(/(?<!\\)[<`]/)
  expect(text).toContain("\\| a \\| \\<img src=x\\> \\`code\\` new line")
  expect(text).toContain("> A \\*claim\\*")
})
