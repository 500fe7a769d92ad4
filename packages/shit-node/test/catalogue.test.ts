/** The catalogue as data, and the page that is printed from it. */
import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { catalogue, findMisdeed, misdeedsPage } from "../src/index.ts"

const page = new URL("../../../docs/misdeeds.md", import.meta.url)

test("docs/misdeeds.md is printed from the catalogue: UPDATE_DOCS=1 prints it anew", () => {
  const printed = misdeedsPage(catalogue)
  if (process.env.UPDATE_DOCS === "1") writeFileSync(page, printed)
  expect(readFileSync(page, "utf8")).toBe(printed)
})

test("names are words of their own, and can be found", () => {
  expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length)
  for (const entry of catalogue) {
    expect(entry.name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(findMisdeed(entry.name)).toBe(entry)
  }
  expect(findMisdeed("kindness")).toBeUndefined()
})

test("sentences are sentences, and a ban has a reason", () => {
  for (const { does, honestNodesMust, refusedAs, banned } of catalogue) {
    expect(does).toMatch(/^[A-Z].*\.$/)
    expect(honestNodesMust).toMatch(/^[a-z].*[^.]$/)
    if (banned) expect(refusedAs.length).toBeGreaterThan(0)
  }
})
