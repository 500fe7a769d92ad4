/** The reference pages say what the code says: UPDATE_DOCS=1 prints them anew. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { vocabulary } from "@watercooler/boss/faults"
import { CONFIG_KEYS } from "@watercooler/host"
import { checks } from "@watercooler/judge"
import { expect, test } from "vitest"
import { COMMANDS } from "../../src/commands/index.ts"
import { checksPage } from "../../src/reference/checks.ts"
import { type CommandWords, commandsPage } from "../../src/reference/commands.ts"
import { configurationPage } from "../../src/reference/configuration.ts"
import { faultsPage } from "../../src/reference/faults.ts"
import { historiesPage } from "../../src/reference/histories.ts"
import { programsPage } from "../../src/reference/programs.ts"

const pageOf = (name: string) => new URL(`../../../../docs/reference/${name}.md`, import.meta.url)
const packages = fileURLToPath(new URL("../../../", import.meta.url))
const source = (path: string) => readFileSync(`${packages}${path}`, "utf8")
const sourcesIn = (folder: string) =>
  readdirSync(`${packages}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`)

const { up, help, ...others } = COMMANDS as unknown as Readonly<Record<string, CommandWords>> & { readonly up: CommandWords }

test.each([
  ["commands", commandsPage(up, others)],
  ["configuration", configurationPage(CONFIG_KEYS)],
  ["faults", faultsPage(vocabulary)],
  ["checks", checksPage(checks)],
  ["histories", historiesPage()],
  ["programs", programsPage()],
])("docs/reference/%s.md is printed from the code", (name, printed) => {
  if (process.env.UPDATE_DOCS === "1") writeFileSync(pageOf(name), printed)
  expect(readFileSync(pageOf(name), "utf8")).toBe(printed)
})

test("docs/reference/journal.md knows every kind of line, and every note that a node writes", () => {
  const page = readFileSync(pageOf("journal"), "utf8")
  const types = [...source("kernel/src/journal/events.ts").matchAll(/readonly type: "([a-z-]+)"/g)].map(([, type]) => type)
  const writers = ["kernel/src/journal", "bigload/src", "shit-node/src", "sauron/src/tracker"].flatMap(sourcesIn)
  const written = writers.flatMap((path) => [...source(path).matchAll(/\bnote: "([a-z-]+)"/g)].map(([, note]) => note))
  expect(types.length).toBeGreaterThan(5)
  expect(written.length).toBeGreaterThan(15)
  expect([...new Set([...types, ...written])].filter((word) => !page.includes(`\`${word}\``))).toEqual([])
})
