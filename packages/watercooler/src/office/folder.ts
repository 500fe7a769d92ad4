/** The folder of a run: what lies where, and who may read it. */
import { randomBytes } from "node:crypto"
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { BadInput } from "../input/complaint.ts"

export interface RunFolder {
  readonly run: string
  readonly dir: string
  readonly manifest: string
  readonly plan: string
  readonly token: string
  /** What watercooler itself records. */
  readonly record: string
  readonly bossRecord: string
  readonly journal: string
  readonly verdict: string
  readonly states: string
  readonly processes: string
  /** One folder in it for each node. */
  readonly nodes: string
  node(name: string): NodeFolder
}

export interface NodeFolder {
  readonly dir: string
  readonly config: string
  readonly storage: string
  readonly logs: string
  readonly output: string
  readonly journal: string
  readonly inputs: string
}

/** The moment it began, so that runs sort by it, and something that no other run has. */
export function freshRunId(now: Date): string {
  const digits = now.toISOString().replace(/\D/g, "")
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${randomBytes(2).toString("hex")}`
}

export function runFolder(run: string, wanted: string | undefined): RunFolder {
  const dir = resolve(wanted ?? join(".watercooler", "runs", run))
  return {
    run,
    dir,
    manifest: join(dir, "manifest.json"),
    plan: join(dir, "plan.json"),
    token: join(dir, "token"),
    record: join(dir, "watercooler.ndjson"),
    bossRecord: join(dir, "boss.ndjson"),
    journal: join(dir, "journal.ndjson"),
    verdict: join(dir, "verdict.json"),
    states: join(dir, "states"),
    processes: join(dir, "processes"),
    nodes: join(dir, "nodes"),
    node: (name) => nodeFolder(join(dir, "nodes", name)),
  }
}

function nodeFolder(dir: string): NodeFolder {
  return {
    dir,
    config: join(dir, "config.json"),
    storage: join(dir, "storage"),
    logs: join(dir, "logs"),
    output: join(dir, "output.log"),
    journal: join(dir, "journal.ndjson"),
    inputs: join(dir, "inputs.ndjson"),
  }
}

/** What a run on processes has in its folder; a simulated one has files only. */
export function officeFolders(folder: RunFolder, nodes: readonly string[]): readonly string[] {
  const places = nodes.map((name) => folder.node(name))
  return [folder.states, folder.processes, ...places.flatMap(({ storage, logs }) => [storage, logs])]
}

/** Makes a run's folder and those in it, or complains about the one that cannot be made. */
export function makeFolders(folder: RunFolder, inner: readonly string[] = []): void {
  const complain = (why: string) =>
    new BadInput({
      saw: `--dir ${folder.dir}: ${why}`,
      expected: "a folder that is new or empty, and that may be written to",
      instead: "another --dir, or none",
    })
  if (existsSync(folder.manifest)) throw complain("it holds another run")
  // A run's folder is removed by `clean`, whatever is in it.
  if (existsSync(folder.dir) && statSync(folder.dir).isDirectory() && readdirSync(folder.dir).length > 0) throw complain("it is not empty")
  try {
    makeFolder(folder.dir)
    accessSync(folder.dir, constants.W_OK)
    for (const part of inner) mkdirSync(part, { recursive: true })
  } catch (error) {
    throw complain((error as NodeJS.ErrnoException).code ?? String(error))
  }
}

/** One folder at a time: Node's own recursive way never ends where a parent is there and takes nothing, such as /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return
  makeFolder(dirname(dir))
  mkdirSync(dir)
}

/** A new token, readable by its owner only. It never appears in arguments, query strings, journal or report. */
export function writeToken(folder: RunFolder): string {
  const token = randomBytes(32).toString("hex")
  writeSecret(folder.token, token)
  return token
}

export function writeSecret(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 })
}
