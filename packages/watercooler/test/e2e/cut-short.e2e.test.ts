/** A scenario on processes that did not get the storm it asked for has shown nothing, and says so. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Desk, openDesk } from "../fixtures/cli.ts"

const scenario = (storm: string, fault: string) => `claim: Everybody keeps a valid chain.
storm: ${storm}
nodes: { bigloads: 2 }
workload: { transfers: { every: 300ms } }
faults: [${fault}]
checks: [chain-valid]
`

let desk: Desk
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

test("a storm that Ctrl-C ends before its time is inconclusive, in text, document and JUnit", async () => {
  writeFileSync(join(desk.cwd, "long.yaml"), scenario("120s", "{ at: 110s, fire: b2 }"))
  const started = desk.start("run", "long.yaml", "--json", "--junit", "checks.xml", "--port", "9310")
  await started.says("storm begins")
  started.signal("SIGINT")
  expect(await started.ended, started.err()).toEqual({ code: 3, signal: null })
  const document = JSON.parse(started.out())
  expect(document).toMatchObject({ verdict: "inconclusive", asExpected: false, exitCode: 3, cutShort: { ofMs: 120_000 } })
  expect(document.checks).toContainEqual(expect.objectContaining({ name: "storm-whole", result: "inconclusive" }))
  expect(document.checks).toContainEqual(expect.objectContaining({ name: "faults-touched", result: "inconclusive" }))
  expect(readFileSync(join(desk.cwd, "checks.xml"), "utf8")).not.toContain('failures="0" errors="0"')
})

test("a fault that waits for what never comes makes a run on processes inconclusive as well", async () => {
  writeFileSync(join(desk.cwd, "waits.yaml"), scenario("2s", "{ when: { notes: head-moved, where: { height: 100000 } }, fire: b2 }"))
  const { code, out, err } = await desk.run("run", "waits.yaml", "--json", "--port", "9320")
  expect(code, err).toBe(3)
  expect(JSON.parse(out)).toMatchObject({ verdict: "inconclusive", detail: expect.stringContaining("1 of 1 planned fault never began") })
})
