/**
 * Matchers and fixtures for vitest. Importing it is enough for the matchers:
 *
 *     import "watercooler/vitest"
 *     await expect(office).toConverge({ within: "10s" })
 */
import { test as base, expect } from "vitest"
import { type Duration, headsOf, type Judged, type NodeState, type TestOffice } from "./handle.ts"
import { openOffice } from "./index.ts"
import type { TestOfficeOptions } from "./options.ts"

interface Within {
  readonly within?: Duration
}

interface Matched {
  readonly pass: boolean
  readonly message: () => string
}

interface OfficeMatchers {
  /** All honest nodes at work come to one head. Time passes until they do. */
  toConverge(options?: Within): Promise<void>
  /** Honest nodes come to heads of their own. */
  toFork(options?: Within): Promise<void>
  /** Some honest node reaches this height. */
  toReachHeight(height: number, options?: Within): Promise<void>
  /** Calm, and then every check holds. The office is closed then. */
  toKeepItsPromises(): Promise<void>
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends OfficeMatchers {}
}

expect.extend({
  toConverge: (office: TestOffice, options?: Within) =>
    waits(office, (nodes) => headsOf(nodes).size === 1 && highest(nodes) > 0, "one head", options),
  toFork: (office: TestOffice, options?: Within) => waits(office, (nodes) => headsOf(nodes).size > 1, "more than one head", options),
  toReachHeight: (office: TestOffice, height: number, options?: Within) =>
    waits(office, (nodes) => highest(nodes) >= height, `height ${height}`, options),
  async toKeepItsPromises(office: TestOffice) {
    const { checks, detail, verdict } = await office.judge()
    const broken = checks.filter(({ result }) => result !== "passed").map(({ name, detail: why, result }) => `  ${result} ${name}: ${why}`)
    return {
      pass: verdict === "passed",
      message: () => [`${verdict}: ${detail}`, ...broken, `seed ${office.seed}`].join("\n"),
    }
  },
})

async function waits(
  office: TestOffice,
  isSo: (nodes: readonly NodeState[]) => boolean,
  what: string,
  options: Within = {},
): Promise<Matched> {
  const pass = await office.until(isSo, options)
  const states = office.nodes.map(
    ({ state }) => `  ${state.name.padEnd(12)} ${state.state.padEnd(9)} height ${state.height}  ${state.head.slice(0, 8)}`,
  )
  const limit = options.within === undefined ? "in time" : `within ${options.within}`
  return {
    pass,
    message: () => [pass ? `${what}, which was not expected` : `not ${what} ${limit}:`, ...states, `seed ${office.seed}`].join("\n"),
  }
}

function highest(nodes: readonly NodeState[]): number {
  return Math.max(0, ...nodes.filter(({ honest }) => honest).map(({ height }) => height))
}

export interface OfficeFixtures {
  /** Opens offices that are closed when the test is over. */
  readonly open: (options?: TestOfficeOptions) => Promise<TestOffice>
}

/** `test` with offices of its own: `test("…", async ({ open }) => { const office = await open({ bigloads: 3 }) … })`. */
export const test = base.extend<OfficeFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest finds out what a fixture needs from its first parameter.
  open: async ({}, use) => {
    const offices: TestOffice[] = []
    await use(async (options) => {
      const office = await openOffice(options)
      offices.push(office)
      return office
    })
    await Promise.all(offices.map((office) => office[Symbol.asyncDispose]()))
  },
})

export { expect, type Judged, openOffice }
