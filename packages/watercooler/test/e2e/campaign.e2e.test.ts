/** A scenario on real processes, several times over, and what a code host hears of it. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { allGone, type Desk, openDesk } from "../fixtures/cli.ts"

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

const scenario = (confirmations: number) => `claim: A cut of a few seconds takes back only what lies less than ${confirmations} deep.
storm: 6s
network: { blockInterval: 150ms, confirmations: ${confirmations} }
nodes: { bigloads: 4 }
workload: { transfers: { every: 100ms } }
faults:
  - { at: 1s, for: 4s, cut: [[b1, b2], [b3, b4]] }
checks: [chain-valid, no-deep-reorg]
`

test("runs, counts, groups what went wrong, and leaves a folder for each", async () => {
  writeFileSync(join(desk.cwd, "deep.yaml"), scenario(1))
  const { code, err, out } = await desk.run(
    "run",
    "deep.yaml",
    "--runs",
    "2",
    "--matrix",
    "network.confirmations=1,200",
    "--json",
    "--junit",
    "checks.xml",
  )
  const summary = JSON.parse(out)
  expect(summary).toMatchObject({
    world: "real",
    runs: 4,
    exitCode: 1,
    cases: [
      { name: "network.confirmations=1", runs: 2, asExpected: 0, groups: [{ check: "no-deep-reorg", count: 2 }] },
      { name: "network.confirmations=200", runs: 2, asExpected: 2 },
    ],
  })
  expect(code).toBe(1)
  expect(err).toContain("2 of 4 runs as expected")
  expect(readFileSync(join(desk.cwd, "checks.xml"), "utf8").match(/<testsuite /g)).toHaveLength(4)
  await allGone(desk.cwd)
})
