/** Where the logs of a run lie. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { named } from "../office/names.ts"
import { type OfficeRecord, offices, openOffices } from "../office/registry.ts"

export interface LogFile {
  readonly node: string
  readonly file: string
}

/** Whether somebody may still write to the logs of that run. */
export function isOpen(run: string | undefined): boolean {
  const record = recordOf(run)
  return record !== undefined && openOffices().some((open) => open.run === record.run)
}

function recordOf(run: string | undefined): OfficeRecord | undefined {
  return offices().find((known) => (run === undefined ? existsSync(known.dir) : known.run === run))
}

/** The run that somebody means now, so that whoever follows it does not follow a later one. */
export function runOf(run: string | undefined): string | undefined {
  return recordOf(run)?.run
}

export function findLogs(run: string | undefined, word: string | undefined): readonly LogFile[] {
  const record = recordOf(run)
  if (record === undefined) {
    throw new BadInput({
      saw: run === undefined ? "no run yet" : `--run ${run}`,
      expected: "a run of this machine",
      instead: "watercooler -x 5 -y 2 --sauron --boss --auto",
    })
  }
  const nodes = join(record.dir, "nodes")
  const names = existsSync(nodes) ? readdirSync(nodes).sort() : []
  const wanted = word === undefined ? undefined : named(word, names)
  if (word !== undefined && wanted === undefined) {
    throw new BadInput({
      saw: word,
      expected: `somebody of run ${record.run}: ${names.join(", ")}.${didYouMean(word, names)}`,
      instead: "watercooler logs",
    })
  }
  return names.filter((name) => wanted === undefined || name === wanted).flatMap((name) => logsOf(join(nodes, name), name))
}

function logsOf(folder: string, node: string): readonly LogFile[] {
  const logs = join(folder, "logs")
  const files = existsSync(logs)
    ? readdirSync(logs)
        .sort()
        .map((file) => join(logs, file))
    : []
  return [...files, join(folder, "output.log")].filter((file) => existsSync(file)).map((file) => ({ node, file }))
}
