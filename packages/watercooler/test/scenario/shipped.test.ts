/** The scenarios that we ship are good ones: they can be read, planned, written again, and each world says what it cannot do. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { describeComplaint } from "../../src/input/complaint.ts"
import { firstScenario } from "../../src/scenario/first.ts"
import {
  type CheckedScenario,
  checkScenario,
  planScenario,
  readScenario,
  refusalsFor,
  scenarioOf,
  serialise,
} from "../../src/scenario/index.ts"

const folder = fileURLToPath(new URL("../../../../scenarios/", import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"))
const modeline = "# yaml-language-server: $schema=../packages/watercooler/scenario.schema.json\n"

function good(text: string, file: string): CheckedScenario {
  const read = readScenario(text, file)
  if (!read.ok) throw new Error(read.complaints.map(describeComplaint).join("\n\n"))
  return read.checked
}

test("there are sixteen or more", () => {
  expect(files.length).toBeGreaterThanOrEqual(16)
})

describe.each(files)("%s", (file) => {
  const text = readFileSync(join(folder, file), "utf8")
  const checked = good(text, file)
  const plan = planScenario(checked)

  test("names its schema first, then claims something in words", () => {
    expect(text.startsWith(modeline)).toBe(true)
    expect(checked.scenario.claim).toMatch(/^[A-Z].{30,}\.$/)
  })

  test("says what it checks, and what it expects if that is a violation", () => {
    expect(plan.checks?.length).toBeGreaterThan(2)
    if (plan.expect.verdict === "violated") expect(plan.checks).toContain(plan.expect.violates)
    if (plan.faults.length > 0 && plan.faults.some(({ fault }) => !["skew", "jump"].includes(fault.kind)))
      expect(plan.checks).toContain("faults-touched")
  })

  test("every draw of a hundred seeds finds somebody", () => {
    for (let seed = 0; seed < 100; seed++) expect(planScenario(checked, String(seed)).leftOut).toEqual([])
  })

  test("the simulator can do it all; what real processes cannot do has a line", () => {
    expect(refusalsFor("simulated", checked)).toEqual([])
    for (const { saw, line } of refusalsFor("real", checked)) {
      expect(line).toBeGreaterThan(2)
      expect(saw).toContain(`${file}:${line}:`)
    }
  })

  test("written again, and planned again from its own plan, it is the same", () => {
    expect(good(serialise(checked.scenario), file).scenario).toEqual(checked.scenario)
    const again = checkScenario(scenarioOf(plan))
    if (!again.ok) throw new Error(again.complaints.map(describeComplaint).join("\n\n"))
    expect(planScenario(again.checked)).toEqual(plan)
  })
})

test("all of them run in both worlds, but the one that is too large for one machine", () => {
  const virtual = files.filter((file) => refusalsFor("real", good(readFileSync(join(folder, file), "utf8"), file)).length > 0)
  expect(virtual).toEqual(["one-thousand-nodes.yaml"])
})

test("what `watercooler init` writes is a good scenario too", () => {
  const plan = planScenario(good(firstScenario("scenario.schema.json", "scenario.md"), "first.yaml"))
  expect(plan.faults.map(({ fault }) => fault.kind)).toEqual(["cut", "fire", "hire"])
  expect(plan.checks).toContain("agreement")
})
