/** `watercooler init` writes a file that is good at once, and never over another. */
import { readFileSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { afterAll, expect, test } from "vitest"
import { loadScenario, planScenario } from "../../src/scenario/index.ts"
import { openDesk } from "../fixtures/cli.ts"

const desk = openDesk({ stub: true })
afterAll(() => desk[Symbol.asyncDispose]())

test("the file is good, knows its schema, and the next command is named", async () => {
  const { code, out } = await desk.run("init", "new/claim.yaml")
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("watercooler simulate new/claim.yaml") })
  const file = join(desk.cwd, "new/claim.yaml")
  expect(planScenario(loadScenario(file)).faults).toHaveLength(3)
  const [, schema = ""] = /\$schema=(\S+)/.exec(readFileSync(file, "utf8")) ?? []
  expect(JSON.parse(readFileSync(resolve(dirname(file), schema), "utf8"))).toMatchObject({ title: "Watercooler scenario" })
})

test("without a name it is first.yaml, and with --json one document says so", async () => {
  const { code, out } = await desk.run("init", "--json")
  expect({ code, said: JSON.parse(out) }).toEqual({ code: 0, said: { file: "first.yaml" } })
})

test.each([
  ["mine.yaml", "which exists"],
  ["claim.json", "a name that ends with .yaml"],
  ["/proc/nowhere/claim.yaml", "a place where a file can be written"],
])("init %s is refused, and nothing is written", async (file, words) => {
  writeFileSync(join(desk.cwd, "mine.yaml"), "mine")
  const { code, err } = await desk.run("init", file)
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) })
  expect(readFileSync(join(desk.cwd, "mine.yaml"), "utf8")).toBe("mine")
})
