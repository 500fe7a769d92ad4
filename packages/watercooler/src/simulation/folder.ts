/** What a simulated run leaves: the scenario it ran, its journal, its verdict, and what is needed to run it exactly so again. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { JournalEvent } from "@watercooler/kernel"
import { BadInput } from "../input/complaint.ts"
import { freshRunId, makeFolders, type RunFolder, runFolder } from "../office/folder.ts"
import { identify } from "../office/proc.ts"
import { enter } from "../office/registry.ts"
import { type CheckedScenario, type ScenarioPlan, scenarioOf, serialise } from "../scenario/index.ts"
import type { SimulatedSummary } from "./document.ts"
import type { Simulated } from "./simulate.ts"

/** What a manifest says of a simulated run. A real run's has no `world`. */
export interface SimulatedManifest {
  readonly version: 1
  readonly world: "simulated"
  readonly run: string
  readonly scenario: string
  readonly seed: string
  readonly fingerprint: string
  readonly verdict: string
  readonly exitCode: number
}

export interface SimulatedFolder {
  readonly folder: RunFolder
  /** Journal lines, as they happen. */
  readonly listener: (event: JournalEvent) => void
  /** When the run is over. */
  close(simulated: Simulated, summary: SimulatedSummary): void
}

/** Where the scenario of a run lies in its folder, and the same with every draw as an entry of its own. */
export const scenarioIn = (dir: string): string => join(dir, "scenario.yaml")
export const explicitIn = (dir: string): string => join(dir, "explicit.yaml")

/** Lines that are written together. */
const BATCH = 256

export function openSimulatedFolder(
  checked: CheckedScenario,
  plan: ScenarioPlan,
  name: string,
  wanted: string | undefined,
): SimulatedFolder {
  const folder = runFolder(freshRunId(new Date()), wanted)
  makeFolders(folder)
  writeFileSync(scenarioIn(folder.dir), serialise(checked.scenario))
  const journal = openSync(folder.journal, "w", 0o600)
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) writeSync(journal, lines.join(""))
    lines = []
  }
  return {
    folder,
    listener: (event) => {
      lines.push(`${JSON.stringify(event)}\n`)
      if (lines.length >= BATCH) flush()
    },
    close(simulated, summary) {
      flush()
      closeSync(journal)
      writeFileSync(folder.verdict, `${JSON.stringify(summary, undefined, 2)}\n`)
      writeFileSync(explicitIn(folder.dir), serialise(scenarioOf({ ...plan, boss: undefined, faults: simulated.timeline })))
      writeFileSync(folder.manifest, `${JSON.stringify(manifestOf(folder.run, name, summary), undefined, 2)}\n`)
      enter({
        run: folder.run,
        dir: folder.dir,
        openedAt: new Date().toISOString(),
        supervisor: identify(process.pid),
        state: "closed",
        controlUrl: "",
        sauronUrl: null,
        groups: [],
      })
    },
  }
}

function manifestOf(run: string, scenario: string, { seed, fingerprint, verdict, exitCode }: SimulatedSummary): SimulatedManifest {
  return { version: 1, world: "simulated", run, scenario, seed, fingerprint, verdict, exitCode }
}

/** The manifest of any run, or a complaint about a folder that holds none. */
export function manifestIn(
  dir: string,
): SimulatedManifest | { readonly world?: undefined; readonly parties: readonly { readonly name: string }[] } {
  try {
    return JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"))
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "it holds no manifest.json" : String(error)
    throw new BadInput({ saw: `${dir}: ${why}`, expected: "the folder of a run", instead: "watercooler replay .watercooler/runs/…" })
  }
}
