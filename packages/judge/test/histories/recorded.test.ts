/** Real histories with known verdicts, where they lie beside the clone; they are not ours to distribute. */
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { expect, test } from "vitest"
import { checkDefaults, checkHistory, conclude, modelOf, readHistory } from "../../src/histories/index.ts"

const folder = process.env.WATERCOOLER_HISTORIES ?? resolve(import.meta.dirname, "../../../../../shared/histories")
const table = join(folder, "porcupine/verdicts.tsv")

test.skipIf(!existsSync(table))("every verdict in ../shared/histories is right", () => {
  const rows = readFileSync(table, "utf8").trim().split("\n").slice(1)
  expect(rows.length).toBeGreaterThan(50)
  for (const row of rows) {
    const [file = "", operations = "", verdict = ""] = row.split("\t")
    const history = readHistory(readFileSync(join(folder, "porcupine", file), "utf8"))
    expect({ file, operations: history.operations.length }).toEqual({ file, operations: Number(operations) })
    const model = modelOf(history)
    const failedCas = history.notation === "log" ? "observed" : "ignored"
    const opinion = conclude(checkHistory(history, model ?? "kv", { ...checkDefaults, failedCas }))
    expect({ file, answer: opinion.answer }).toEqual({ file, answer: verdict === "linearizable" ? "passed" : "violated" })
  }
})
