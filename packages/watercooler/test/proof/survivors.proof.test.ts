/**
 * The correct node keeps every claim that we ship, whatever the seed: ten thousand of them in the whole proof, over all scenarios that expect it to pass; and
 * those that expect a violation get the one that they name.
 */
import { availableParallelism } from "node:os"
import { describe, expect, test } from "vitest"
import { isAsExpected } from "../../src/office/summary.ts"
import { runBatch, type Tried } from "../../src/simulation/batch.ts"
import { isWhole, seeds } from "./samples.ts"
import { fileOf, planShipped, run, scenarioCalled, shipped } from "./shipped.ts"

/** Seeds of a scenario that is simulated in some tens of milliseconds. */
const SEEDS = 520
/** Those that are long or large take a few tenths of a second a seed; a thousand nodes take half a minute. */
const FEWER: Readonly<Record<string, number>> = {
  "boss-rampage": 250,
  "fifty-join": 200,
  "one-thousand-nodes": 2,
  "selfish-miner-30": 200,
}
/** What is meant to break is no promise kept: a few are enough to see that it does. */
const BREAKING_SEEDS = 100
/** What a test can afford that is run often. */
const SAMPLE = 2
const SAMPLE_OF_FEWER: Readonly<Record<string, number>> = { "one-thousand-nodes": 0, "selfish-miner-30": 0, "selfish-miner-60": 0 }

const breaking = shipped.filter((name) => scenarioCalled(name).scenario.expect === "violated")
const passing = shipped.filter((name) => !breaking.includes(name))
const wholeOf = (name: string) => FEWER[name] ?? SEEDS

function triesOf(name: string, whole: number): readonly number[] {
  return seeds(SAMPLE_OF_FEWER[name] ?? (name in FEWER ? 1 : SAMPLE), whole)
}

/** What was not as the scenario says, a line a seed. */
async function disappointments(name: string, tries: readonly number[]): Promise<readonly string[]> {
  return isWhole ? inThreads(name, tries) : tries.flatMap((seed) => here(name, seed))
}

/** As shipped, and as `watercooler simulate` does it: a seed that fails here can be replayed with it. */
async function inThreads(name: string, tries: readonly number[]): Promise<readonly string[]> {
  const results: Tried[] = []
  const left = tries.map(String)
  await runBatch(fileOf(name), scenarioCalled(name), {
    jobs: Math.max(2, availableParallelism()),
    next: () => left.shift(),
    tried: (result) => results.push(result),
  })
  expect(results).toHaveLength(tries.length)
  return results.filter(({ asExpected }) => !asExpected).map(({ seed, verdict, detail }) => `${name}, seed ${seed}: ${verdict}: ${detail}`)
}

function here(name: string, seed: number): readonly string[] {
  const plan = planShipped(name, seed)
  const { judgement, finding } = run(plan)
  return isAsExpected(plan.expect, judgement) && finding === undefined
    ? []
    : [`${name}, seed ${seed}: ${judgement.verdict}: ${judgement.detail}`]
}

test("the whole proof is ten thousand seeds or more", () => {
  expect(passing.length).toBeGreaterThanOrEqual(20)
  expect(passing.reduce((sum, name) => sum + wholeOf(name), 0)).toBeGreaterThanOrEqual(10_000)
})

describe("survived", () => {
  test.each(passing.map((name) => ({ name, tries: triesOf(name, wholeOf(name)) })))(
    "$name: $tries.length seeds",
    { timeout: 1_800_000 },
    async ({ name, tries }) => expect(await disappointments(name, tries)).toEqual([]),
  )
})

describe("broken as expected", () => {
  test.each(breaking.map((name) => ({ name, tries: triesOf(name, BREAKING_SEEDS) })))(
    "$name: $tries.length seeds",
    { timeout: 1_800_000 },
    async ({ name, tries }) => expect(await disappointments(name, tries)).toEqual([]),
  )
})
