/** The JSON Schema and the reference page say what the code says: UPDATE_DOCS=1 prints them anew. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { ROUTES as PROTOCOL } from "../../../bigload/src/http/routes.ts"
import { scenarioPage } from "../../src/reference/scenario.ts"
import { printScenarioSchema, SCHEMA_FILE, scenarioSchema } from "../../src/scenario/index.ts"
import { NOTES } from "../../src/scenario/plan/notes.ts"
import { ROUTES } from "../../src/scenario/plan/routes.ts"

const packages = fileURLToPath(new URL("../../../", import.meta.url))
test.each([
  [`watercooler/${SCHEMA_FILE}`, printScenarioSchema()],
  ["../docs/reference/scenario.md", scenarioPage(scenarioSchema())],
])("%s is printed from the code", (path, printed) => {
  const file = `${packages}${path}`
  if (process.env.UPDATE_DOCS === "1") writeFileSync(file, printed)
  expect(readFileSync(file, "utf8")).toBe(printed)
})

test("every key of the schema is explained, for completion in an editor", () => {
  expect(unexplained(scenarioSchema(), [])).toEqual([])
})

test("faults can wait for every note that nodes write, and for no other", () => {
  const writers = ["kernel/src/journal", "bigload/src", "shit-node/src"].flatMap((folder) =>
    readdirSync(`${packages}${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(`${packages}${folder}/${file}`, "utf8")),
  )
  const written = writers.flatMap((text) => [...text.matchAll(/\bnote: "([a-z-]+)"/g)].map(([, note]) => note))
  expect([...NOTES].sort()).toEqual([...new Set(written)].sort())
})

test("faults can hit every route between nodes, and no page for people", () => {
  const between = PROTOCOL.filter(({ kind, path }) => kind !== "page" && !path.startsWith("/explorer"))
  expect([...ROUTES].sort()).toEqual(between.map(({ method, path }) => `${method} ${path}`).sort())
})

function unexplained(schema: unknown, path: readonly string[]): readonly string[] {
  if (typeof schema !== "object" || schema === null) return []
  const { properties = {}, ...rest } = schema as { readonly properties?: Readonly<Record<string, { readonly description?: string }>> }
  const own = Object.entries(properties).filter(([, value]) => value.description === undefined)
  const inner = Object.entries({ ...properties, ...rest }).flatMap(([key, value]) => unexplained(value, [...path, key]))
  return [...own.map(([key]) => [...path, key].join(".")), ...inner]
}
