/**
 * Which offices are open on this machine, so that `watercooler ps` finds them from anywhere. One small file per run with one
 * writer each, its own supervisor: several writers on one file corrupt it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { homedir, tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { JSONFileSyncPreset } from "lowdb/node"
import { isRunning, type ProcessId } from "./proc.ts"

export interface OfficeRecord {
  readonly run: string
  readonly dir: string
  readonly openedAt: string
  readonly supervisor: ProcessId
  state: "open" | "closed" | "crashed"
  controlUrl: string
  sauronUrl: string | null
  /** Everybody who works there, so that the next start can sweep what even the warden left. */
  groups: readonly ProcessId[]
}

export interface OfficeEntry {
  update(change: Partial<OfficeRecord>): void
}

/** Old entries beyond this number are laid aside; the run folders stay. */
const entriesMax = 100

/** `WATERCOOLER_HOME`, or `.watercooler` in the home directory, or in the temporary one where there is no home to write to. */
export function watercoolerHome(): string {
  const wanted = process.env.WATERCOOLER_HOME
  for (const home of wanted ? [wanted] : [join(homedir(), ".watercooler"), join(tmpdir(), `watercooler-${userInfo().uid}`)]) {
    try {
      mkdirSync(join(home, "offices"), { recursive: true, mode: 0o700 })
      return home
    } catch (error) {
      if (wanted) throw error
    }
  }
  throw new Error(`no folder for the registry of runs can be made; name one in WATERCOOLER_HOME`)
}

export function enter(record: OfficeRecord): OfficeEntry {
  const low = JSONFileSyncPreset<OfficeRecord>(entryFile(record.run), record)
  low.data = record
  low.write()
  return { update: (change) => low.update((data) => Object.assign(data, change)) }
}

/** Every office that this machine remembers, the newest first. */
export function offices(): readonly OfficeRecord[] {
  return recordsIn(join(watercoolerHome(), "offices"))
}

function recordsIn(folder: string): readonly OfficeRecord[] {
  if (!existsSync(folder)) return []
  const records = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !file.startsWith("."))
    .flatMap((file) => readEntry(join(folder, file)))
  return records.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
}

/** The offices whose supervisor is at work. */
export function openOffices(): readonly OfficeRecord[] {
  return offices().filter((record) => record.state === "open" && isRunning(record.supervisor))
}

/** What is known of one office; undefined if nothing is. */
export function officeOf(run: string): OfficeRecord | undefined {
  return readEntry(entryFile(run))[0]
}

/** Remembers how an office ended whose supervisor cannot do it any more. */
export function close(record: OfficeRecord, state: "closed" | "crashed"): void {
  enter({ ...record, state, groups: [] })
}

export function forget(run: string): void {
  for (const file of [entryFile(run), pastFile(run)]) rmSync(file, { force: true })
}

/** Of many runs only the latest are looked at by every command; of the others, whose folder is still there, only `clean` wants to know. */
export function forgetOldest(): void {
  for (const record of offices().slice(entriesMax)) {
    if (record.state === "open") continue
    if (!existsSync(record.dir)) forget(record.run)
    else moveToPast(record.run)
  }
}

/** Runs that are too old to be remembered elsewhere, the newest first. */
export function pastOffices(): readonly OfficeRecord[] {
  return recordsIn(join(watercoolerHome(), "past"))
}

function moveToPast(run: string): void {
  mkdirSync(join(watercoolerHome(), "past"), { recursive: true, mode: 0o700 })
  try {
    renameSync(entryFile(run), pastFile(run))
  } catch (error) {
    // Somebody else has just done it.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
}

function pastFile(run: string): string {
  return join(watercoolerHome(), "past", `${run}.json`)
}

function entryFile(run: string): string {
  return join(watercoolerHome(), "offices", `${run}.json`)
}

/** Nothing for a file that is being removed by another office, or that is not ours. */
function readEntry(file: string): readonly OfficeRecord[] {
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as OfficeRecord
    return typeof record?.run === "string" ? [record] : []
  } catch {
    return []
  }
}
