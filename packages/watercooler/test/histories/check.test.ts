/** Histories that cannot be judged, and what is said of them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { checkDefaults } from "@watercooler/judge/histories"
import { expect, test } from "vitest"
import { checkFile } from "../../src/histories/check.ts"

function saidOf(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "watercooler-check-"))
  try {
    writeFileSync(join(folder, name), text)
    checkFile(join(folder, name), { model: undefined, notation: undefined, failedCas: undefined, timeMs: 1_000, options: checkDefaults })
  } catch (error) {
    return (error as Error).message
  } finally {
    rmSync(folder, { recursive: true })
  }
  return "nothing"
}

test.each([
  ["empty.edn", ""],
  ["blank.edn", "\n\n"],
  ["empty.json", "[]"],
])("%s holds no event, which is said in a sentence", (name, text) => {
  expect(saidOf(name, text)).toContain(`${name}: there is no event in it`)
})

test("functions that tell nothing are named", () => {
  expect(saidOf("strange.edn", "{:process 0, :type :invoke, :f :frobnicate, :value nil}")).toContain("functions frobnicate")
})
