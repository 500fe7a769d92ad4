/** Where the logs of a run lie, and their last lines. */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from "node:fs"
import { join } from "node:path"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { named } from "../office/names.ts"
import { offices } from "../office/registry.ts"

export interface LogFile {
  readonly node: string
  readonly file: string
}

/** Enough for the last lines of a log; a whole one may be as large as its rotation allows. */
const tailBytes = 256 * 1024

export function findLogs(run: string | undefined, word: string | undefined): readonly LogFile[] {
  const record = offices().find((known) => (run === undefined ? existsSync(known.dir) : known.run === run))
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

export function lastLines(file: string, count: number): readonly string[] {
  const descriptor = openSync(file, "r")
  try {
    const { size } = fstatSync(descriptor)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
    return buffer
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .slice(-count)
      .filter((line) => line !== "")
  } finally {
    closeSync(descriptor)
  }
}
