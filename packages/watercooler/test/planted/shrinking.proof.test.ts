/**
 * What finds a planted bug is shrunk to a scenario that finds it with less: half of them with three faults or fewer, each within a minute. `npm test` shrinks
 * a few; the whole proof all of them, and prints what is left of each.
 */
import { describe, expect, test } from "vitest"
import { type Shrunk, shrink } from "../../src/shrink/shrink.ts"
import { isWhole } from "../proof/samples.ts"
import { brokenChecks, planShipped, run } from "../proof/shipped.ts"
import { corpus } from "./corpus.ts"
import { type PlantedBug, standOf } from "./planted.ts"

const FAULTS_MEDIAN_MAX = 3
const MS_MAX = 60_000
/** One that needs a fault, and one that needs none but a liar. */
const SAMPLE = ["keeps-promises-in-memory", "accepts-overspends"]

const shrunken = (bug: PlantedBug, isLate?: () => boolean): Shrunk | undefined =>
  shrink(planShipped(bug.scenario, bug.seed), { stand: standOf(bug), ...(isLate === undefined ? {} : { isLate }) })

describe("shrunk", () => {
  test.each(corpus.filter(({ name }) => SAMPLE.includes(name)))("$name", { timeout: 120_000 }, (bug) => {
    const found = shrunken(bug)
    expect(bug.foundBy).toContain(found?.check)
    expect(found?.after.faults).toBeLessThanOrEqual(FAULTS_MEDIAN_MAX)
    expect(found?.after.nodes).toBeLessThan(found?.before.nodes ?? 0)
    // Whoever is right keeps the promise in the same small scenario: it is the bug that breaks it, not the shrinking.
    expect(brokenChecks(run(found?.plan as NonNullable<typeof found>["plan"]))).toEqual([])
  })
})

test.runIf(isWhole)("all of them: the median has three faults or fewer, each within a minute", { timeout: 3_600_000 }, () => {
  const rows = corpus.map((bug) => {
    const began = performance.now()
    const found = shrunken(bug, () => performance.now() - began > MS_MAX)
    const ms = performance.now() - began
    const slipped = found === undefined || brokenChecks(run(found.plan)).includes(found.check)
    const row = { bug: bug.name, check: found?.check, before: found?.before, after: found?.after, tries: found?.tries, seconds: ms / 1_000 }
    process.stderr.write(`${JSON.stringify(row)}\n`)
    return { ...row, slipped, faults: found?.after.faults ?? Number.POSITIVE_INFINITY, ms }
  })
  // A correct node keeps the promise in every one of these small scenarios: it is the bug that breaks it, and not the shrinking.
  expect(rows.filter(({ slipped }) => slipped)).toEqual([])
  const faults = rows.map((row) => row.faults).sort((a, b) => a - b)
  expect(faults[Math.floor(faults.length / 2)]).toBeLessThanOrEqual(FAULTS_MEDIAN_MAX)
  // The run that is under way when the minute is over is brought to its end.
  expect(rows.filter(({ ms }) => ms > MS_MAX + 15_000)).toEqual([])
})
