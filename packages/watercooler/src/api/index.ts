/**
 * An office for tests: `await using office = await openOffice({ bigloads: 5 })`. Real processes, or, with `world: "simulated"`, the same programs in virtual time;
 * what a test does to it is the same in both.
 */
import { BadInput } from "../input/complaint.ts"
import type { TestOffice } from "./handle.ts"
import { planOf, type TestOfficeOptions } from "./options.ts"

export { defineScenario, type Scenario } from "../scenario/schema/scenario.ts"
export * from "./handle.ts"
export type { TestOfficeOptions } from "./options.ts"
export { BadInput }

/**
 * Resolves when everybody has met somebody, and the storm has begun.
 * @throws BadInput with a sentence for each word of the options that is wrong; Error when a process cannot be started.
 */
export async function openOffice(options: TestOfficeOptions = {}): Promise<TestOffice> {
  if (options.world !== undefined && !["real", "simulated"].includes(options.world))
    throw new BadInput({ saw: `world: ${JSON.stringify(options.world)}`, expected: "real, or simulated", instead: 'world: "simulated"' })
  const plan = planOf(options)
  if (options.world === "simulated") return (await import("./simulated.ts")).openSimulatedOffice(plan)
  return (await import("./real.ts")).openRealOffice(plan, options.dir)
}
