/** A real run, as a scenario file for the simulator: what happened to whom and when, who paid whom, and how long things took. */
import { dirname, join, relative, resolve } from "node:path"
import { BadInput } from "../input/complaint.ts"
import { demandFreshScenario, writeFresh } from "../input/fresh.ts"
import { packageRoot } from "../office/package-root.ts"
import { readScenario, SCHEMA_FILE, type ScenarioPlan, scenarioOf, serialise } from "../scenario/index.ts"
import { type Observed, observe } from "./observed.ts"
import { planOf } from "./plan.ts"
import { readRealRun, refused } from "./real-run.ts"
import { importedWords } from "./words.ts"

export interface Imported {
  readonly run: string
  readonly file: string
  readonly plan: ScenarioPlan
  readonly observed: Observed
  readonly leftOut: { readonly faults: number; readonly transfers: number }
}

/** Throws `BadInput`, and writes nothing, where there is nothing to import or where it would overwrite a file. */
export function importRun(dir: string, file: string): Imported {
  demandFreshScenario(file)
  const real = readRealRun(dir)
  const observed = observe(real.journal)
  if (observed === undefined) throw refused(dir, "its storm never began", "a run in which something happened")
  const imported = { run: real.run, file, observed, ...planOf(real, observed) }
  const schema = relative(dirname(resolve(file)), join(packageRoot(), SCHEMA_FILE)).replaceAll("\\", "/")
  const text = serialise(scenarioOf(imported.plan), { schema, comment: importedWords(imported).join("\n") })
  const read = readScenario(text, file)
  if (!read.ok) throw new BadInput(...read.complaints)
  writeFresh(file, text, "--out another.yaml")
  return imported
}
