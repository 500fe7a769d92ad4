/**
 * The scenarios that we ship find planted bugs, by the checks that are named and in the very seed; the same seeds of the correct node pass. In the whole proof each
 * bug is let loose on twenty seeds more, and the correct node survives them too.
 */
import { describe, expect, test } from "vitest"
import { isWhole, seeds } from "../proof/samples.ts"
import { brokenChecks, planShipped, run } from "../proof/shipped.ts"
import { corpus } from "./corpus.ts"
import { type PlantedBug, standOf } from "./planted.ts"

/** Found within so many seeds, or it is not worth the name. */
const SEEDS_MAX = 20
const SCENARIOS = [...new Set(corpus.map(({ scenario }) => scenario))]

const planted = (bug: PlantedBug, seed: number) => run(planShipped(bug.scenario, seed), { stand: standOf(bug) })

test("fifteen bugs and more, each with a name of its own", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(15)
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  for (const { name, foundBy, seed } of corpus) {
    expect(foundBy, name).not.toEqual([])
    expect(seed, name).toBeLessThanOrEqual(SEEDS_MAX)
  }
})

describe("found is a node that", () => {
  test.each(corpus)("$name: by $scenario, seed $seed", { timeout: 120_000 }, (bug) => {
    const simulated = planted(bug, bug.seed)
    // Nobody is found out merely because it falls over.
    expect(simulated.finding).toBeUndefined()
    expect(brokenChecks(simulated)).toEqual(expect.arrayContaining([...bug.foundBy]))
  })
})

describe("the correct node passes the seeds that found another", () => {
  test.each(SCENARIOS)("%s", { timeout: 120_000 }, (scenario) => {
    const found = new Set(corpus.filter((bug) => bug.scenario === scenario).map(({ seed }) => seed))
    for (const seed of found) expect(run(planShipped(scenario, seed)).judgement).toMatchObject({ verdict: "passed" })
  })
})

describe.runIf(isWhole)("of twenty seeds", () => {
  const all = seeds(0, SEEDS_MAX)
  test.each(corpus)("the first that finds $name is the one that is stated", { timeout: 600_000 }, (bug) => {
    const found = all.filter((seed) => brokenChecks(planted(bug, seed)).length > 0)
    expect(found[0]).toBe(bug.seed)
  })

  test.each(SCENARIOS)("the correct node passes all of %s", { timeout: 600_000 }, (scenario) => {
    expect(all.filter((seed) => run(planShipped(scenario, seed)).judgement.verdict !== "passed")).toEqual([])
  })
})
