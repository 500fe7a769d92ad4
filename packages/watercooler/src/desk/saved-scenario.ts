/** What was done in an office so far, as a scenario file: who took part, every fault when it took effect, every transfer. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { observe } from "../import/observed.ts"
import { planOf } from "../import/plan.ts"
import { importedWords } from "../import/words.ts"
import { mergeJournals, readJournal } from "../office/journal.ts"
import type { Office } from "../office/office.ts"
import { journalsOf } from "../office/written.ts"
import { readScenario, scenarioOf, serialise } from "../scenario/index.ts"

export type Saved = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly because: string }

export function savedScenario(office: Office): Saved {
  const { folder, options } = office.parts
  const place = mkdtempSync(join(tmpdir(), "watercooler-scenario-"))
  try {
    const file = join(place, "journal.ndjson")
    mergeJournals(journalsOf(office), file)
    const observed = observe(readJournal(file))
    if (observed === undefined) return { ok: false, because: "the storm has not begun: nothing has been done yet" }
    const run = { run: folder.run, options, journal: readJournal(file) }
    const imported = { run: folder.run, file: `${folder.run}.yaml`, observed, ...planOf(run, observed) }
    const text = serialise(scenarioOf(imported.plan), { comment: importedWords(imported).join("\n") })
    const read = readScenario(text, imported.file)
    return read.ok ? { ok: true, text } : { ok: false, because: read.complaints.map(({ saw }) => saw).join("; ") }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
