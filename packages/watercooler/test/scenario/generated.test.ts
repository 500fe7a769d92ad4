/** The JSON Schema and the reference page say what the code says: UPDATE_DOCS=1 prints them anew. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv2020 as Ajv } from "ajv/dist/2020.js"
import { expect, test } from "vitest"
import { parse } from "yaml"
import { ROUTES as PROTOCOL } from "../../../bigload/src/http/routes.ts"
import { scenarioPage } from "../../src/reference/scenario.ts"
import { printScenarioSchema, publishedSchema, SCHEMA_FILE, scenarioSchema } from "../../src/scenario/index.ts"
import { NOTE_FACTS, NOTES } from "../../src/scenario/plan/notes.ts"
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
  expect(unexplained(publishedSchema(), [])).toEqual([])
})

test("an editor finds nothing wrong with the scenarios about programs, and something with those that are wrong", () => {
  const root = `${packages}../`
  const files = ["scenarios/real", "examples/own-node"].flatMap((folder) =>
    readdirSync(`${root}${folder}`)
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => `${root}${folder}/${file}`),
  )
  expect(files.length).toBeGreaterThan(4)
  const isRight = new Ajv({ strict: false }).compile(publishedSchema())
  const good = files.map((file) => parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>)
  for (const [at, scenario] of good.entries()) expect(isRight(scenario), `${files[at]}: ${JSON.stringify(isRight.errors)}`).toBe(true)
  const [first = {}] = good
  const fault = (entry: object) => ({ ...first, faults: [entry] })
  expect(isRight(fault({ at: "1s", upgrade: { node: "all", to: "./other", apart: "1s" } }))).toBe(true)
  expect(isRight(fault({ when: { logs: "elected" }, fire: { who: { log: "elected" } } }))).toBe(true)
  expect(isRight(parse(readFileSync(`${root}scenarios/loss.yaml`, "utf8")))).toBe(true)
  for (const bad of [
    { ...first, storm: 3 },
    fault({ at: "1s", fire: "n1", pause: "n2" }),
    fault({ fire: "n1" }),
    fault({ at: "1s", skew: "n1" }),
  ])
    expect(isRight(bad), JSON.stringify(bad)).toBe(false)
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

test("the journal's page names the facts of every note", () => {
  const page = readFileSync(`${packages}../docs/reference/journal.md`, "utf8")
  for (const [note, facts] of Object.entries(NOTE_FACTS)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${note}\` |`))
    expect(row, note).toBeDefined()
    if (note === "misdeed") continue // Every act has facts of its own.
    expect(
      Object.keys(facts).filter((fact) => !row?.includes(`\`${fact}\``)),
      note,
    ).toEqual([])
  }
})

test("a fact that a node writes with a note can be waited for", () => {
  const sources = ["bigload/src", "shit-node/src"].flatMap((folder) =>
    readdirSync(`${packages}${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(`${packages}${folder}/${file}`, "utf8")),
  )
  const known = NOTE_FACTS as Readonly<Record<string, object>>
  for (const [, note = "", rest = ""] of sources.join("\n").matchAll(/\.note\(\{ note: "([a-z-]+)",? ?(.*?) ?\}\)/g)) {
    const names = rest
      .replace(/\.\.\.\(.*\)|\{.*?\}/g, "")
      .split(",")
      .map((part) => part.split(":")[0]?.trim() ?? "")
    const facts = names.filter((name) => /^[a-zA-Z]+$/.test(name) && name !== "facts")
    expect(
      facts.filter((fact) => !(fact in (known[note] ?? {}))),
      note,
    ).toEqual([])
  }
  const confessed = [...sources.join("\n").matchAll(/confess\(\{(.*?)\}\)/g)].flatMap(([, rest = ""]) =>
    rest.split(",").map((part) => part.split(":")[0]?.trim() ?? ""),
  )
  expect(confessed.filter((fact) => fact !== "" && /^[a-zA-Z]+$/.test(fact) && !(fact in NOTE_FACTS.misdeed))).toEqual([])
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
