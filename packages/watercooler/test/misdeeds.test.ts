/**
 * Every misdeed against honest BigLoads, in virtual time: they do what its entry in the catalogue says they must. The judge, who
 * knows neither of them, says so.
 */
import { catalogue, type Misdeed } from "@watercooler/shit-node"
import { describe, expect, test } from "vitest"
import { type Outcome, runOffice } from "./misdeeds/office.ts"

const actsOf = ({ notes }: Outcome, { name }: Misdeed) => notes.filter(({ fact }) => fact.note === "misdeed" && fact.misdeed === name)

const refusals = ({ notes }: Outcome) =>
  new Set(notes.filter(({ node }) => node.startsWith("bigload")).flatMap(({ fact }) => [fact.code, fact.offence]))

describe.each(catalogue)("$name", (misdeed) => {
  test.each(["a", "b"])(`honest nodes ${misdeed.honestNodesMust} (seed %s)`, (seed) => {
    const outcome = runOffice({ seed: `${misdeed.name} ${seed}`, shits: [[misdeed]] })
    expect(actsOf(outcome, misdeed).length).toBeGreaterThan(0)
    expect(outcome.verdict.checks.filter(({ result }) => result !== "passed")).toEqual([])
    expect(outcome.verdict.verdict).toBe("passed")
    if (misdeed.refusedAs.length > 0) expect(misdeed.refusedAs.some((code) => refusals(outcome).has(code))).toBe(true)
  })
})

describe("several at once", () => {
  test.each([1, 2, 3, 4, 5, 6])("two bad actors with three misdeeds each lead nobody astray (seed %i)", (seed) => {
    const pick = (at: number) => catalogue[(seed * 5 + at * 7) % catalogue.length] as Misdeed
    const outcome = runOffice({ seed: `several ${seed}`, honest: 5, shits: [[0, 1, 2].map(pick), [3, 4, 5].map(pick)] })
    expect(outcome.verdict).toMatchObject({ verdict: "passed" })
  })

  test("the same seed tells the same story", () => {
    const tell = () => runOffice({ seed: "again", shits: [[...catalogue]] })
    expect(tell().notes).toEqual(tell().notes)
  })
})
