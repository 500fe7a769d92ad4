/** A real run as its folder tells of it: how it was opened, and its journal. A folder that is something else is refused. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { JournalEvent, Party } from "@watercooler/kernel"
import { BadInput } from "../input/complaint.ts"
import type { OfficeOptions } from "../input/options.ts"
import { runFolder } from "../office/folder.ts"
import { readJournal } from "../office/journal.ts"
import { maelstromRun } from "../simulation/folder.ts"

export interface RealRun {
  readonly run: string
  readonly options: OfficeOptions
  /** May be read more than once. */
  readonly journal: Iterable<JournalEvent>
}

interface AnyManifest {
  readonly kind?: string
  readonly world?: string
  readonly run?: string
  readonly options?: OfficeOptions
  readonly parties?: readonly Party[]
}

const EXAMPLE = "watercooler import .watercooler/runs/…"

/** `dir` is called as it was typed. */
export function readRealRun(dir: string): RealRun {
  const { kind, run, world, options, parties = [] } = manifestOf(dir)
  if (kind === "maelstrom") throw maelstromRun(dir)
  if (world === "simulated")
    throw new BadInput({
      saw: `${dir}: a simulated run`,
      expected: "the folder of a real run: a simulated one keeps its scenario",
      instead: `watercooler simulate ${join(dir, "scenario.yaml")}`,
    })
  if (run === undefined || options === undefined) throw refused(dir, "its manifest.json is not that of a run", "the folder of a real run")
  if (options.programs !== undefined)
    throw refused(dir, "a run of programs that are not ours", "a run of our own nodes: nobody can simulate a program of somebody else")
  if (parties.every(({ kind }) => kind === "wall"))
    throw refused(dir, "a run of walls", "a run of nodes that talk to each other: walls have nothing to simulate")
  const { journal } = runFolder(run, dir)
  if (!existsSync(journal)) throw refused(dir, "it holds no journal.ndjson", "a run that has come to its end: then its journals are merged")
  return { run, options, journal: readJournal(journal) }
}

function manifestOf(dir: string): AnyManifest {
  const file = join(dir, "manifest.json")
  const expected = "the folder of a real run"
  if (!existsSync(file)) throw refused(dir, existsSync(dir) ? "it holds no manifest.json" : "there is no such folder", expected)
  try {
    return { ...JSON.parse(readFileSync(file, "utf8")) }
  } catch (error) {
    throw refused(dir, `its manifest.json cannot be read: ${error instanceof Error ? error.message : String(error)}`, expected)
  }
}

export function refused(dir: string, why: string, expected: string): BadInput {
  return new BadInput({ saw: `${dir}: ${why}`, expected, instead: EXAMPLE })
}
