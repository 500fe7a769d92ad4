/** What a simulated run leaves: the scenario it ran, its journal, its verdict, and what is needed to run it exactly so again. */
import { createHash } from "node:crypto"
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { JournalEvent } from "@watercooler/kernel"
import { BadInput } from "../input/complaint.ts"
import { quotedFile, quotedFlag } from "../input/shell.ts"
import { makeFolders, type RunFolder } from "../office/folder.ts"
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
  /** SHA-256 of the scenario as it lies in the folder. */
  readonly scenarioHash: string
  /** Null for a run that did not come to its end. */
  readonly fingerprint: string | null
  readonly verdict: string | null
  readonly exitCode: number | null
}

export type EndedManifest = SimulatedManifest & { readonly fingerprint: string }

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

export function openSimulatedFolder(checked: CheckedScenario, plan: ScenarioPlan, name: string, folder: RunFolder): SimulatedFolder {
  makeFolders(folder)
  const text = serialise(checked.scenario)
  const begun = { version: 1, world: "simulated", run: folder.run, scenario: name, seed: plan.seed, scenarioHash: hashOf(text) } as const
  const manifest = (ended: Pick<SimulatedManifest, "exitCode" | "fingerprint" | "verdict">) =>
    writeFileSync(folder.manifest, `${JSON.stringify({ ...begun, ...ended }, undefined, 2)}\n`)
  // From its first moment it is known as a run that did not come to its end, should it not: `clean` finds it then.
  manifest({ fingerprint: null, verdict: null, exitCode: null })
  writeFileSync(scenarioIn(folder.dir), text)
  const entry = enter({
    run: folder.run,
    dir: folder.dir,
    openedAt: new Date().toISOString(),
    supervisor: identify(process.pid),
    state: "crashed",
    controlUrl: "",
    sauronUrl: null,
    groups: [],
  })
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
      const { exitCode, fingerprint, verdict } = summary
      manifest({ fingerprint, verdict, exitCode })
      entry.update({ state: "closed" })
    },
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** False for a scenario that somebody has edited since. Runs of earlier builds kept no hash. */
export function isScenarioAsItWas(dir: string, { scenarioHash }: Pick<SimulatedManifest, "scenarioHash">): boolean {
  return scenarioHash === undefined || hashOf(readFileSync(scenarioIn(dir), "utf8")) === scenarioHash
}

/** The manifest of a simulated run that can be replayed; complains about what is missing. */
export function demandWhole(dir: string, manifest: SimulatedManifest): EndedManifest {
  const { fingerprint } = manifest
  if (fingerprint === null || fingerprint === undefined)
    throw new BadInput({
      saw: `${dir}: the run did not come to its end`,
      expected: "the folder of a run that did",
      instead: `watercooler simulate ${quotedFile(scenarioIn(dir))} ${quotedFlag("--seed", manifest.seed)}`,
    })
  for (const file of ["scenario.yaml", "journal.ndjson"])
    if (!existsSync(join(dir, file)))
      throw new BadInput({
        saw: `${dir}: ${file} is missing`,
        expected: "the whole folder of a run",
        instead: "another run, or simulate it again",
      })
  return { ...manifest, fingerprint }
}

/** The manifest of any run, or a complaint about a folder that holds none. */
export function manifestIn(dir: string):
  | SimulatedManifest
  | {
      readonly world?: undefined
      readonly options?: { readonly programs?: object }
      readonly parties: readonly { readonly name: string }[]
    } {
  const complain = (why: string) =>
    new BadInput({ saw: `${dir}: ${why}`, expected: "the folder of a run", instead: "watercooler replay .watercooler/runs/…" })
  let text: string
  try {
    text = readFileSync(join(dir, "manifest.json"), "utf8")
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException
    if (code === "ENOTDIR") throw complain("it is no folder")
    throw complain(
      code === "ENOENT"
        ? existsSync(dir)
          ? "it holds no manifest.json"
          : "there is nothing"
        : `its manifest.json cannot be read (${code})`,
    )
  }
  try {
    const manifest = JSON.parse(text)
    if (manifest?.kind === "maelstrom") throw maelstromRun(dir)
    if (typeof manifest?.run === "string") return manifest
  } catch (error) {
    if (error instanceof BadInput) throw error
    // Said below.
  }
  throw complain("its manifest.json is damaged")
}

/** Runs of Maelstrom nodes are done again by their schedule, by commands of their own. */
export function maelstromRun(dir: string): BadInput {
  return new BadInput({
    saw: `${dir}: a run of Maelstrom nodes`,
    expected: "the folder of an office, or of a simulated run",
    instead: `watercooler maelstrom replay ${quotedFile(dir)}, or watercooler maelstrom shrink ${quotedFile(dir)}`,
  })
}
