/**
 * Which ports the offices of this machine keep from opening to close, whether or not somebody listens there at the moment.
 * In the temporary folder, because offices with different registries share their ports all the same.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { identify, isRunning, type ProcessId } from "./proc.ts"

export interface KeptPorts {
  /** Removed with the office, by the warden if nobody else can. */
  readonly file: string
  release(): void
}

interface Note {
  readonly supervisor: ProcessId
  readonly ports: readonly number[]
}

/** Of the user's own offices: nobody else's notes are believed, nor could they be removed. */
const prefix = `watercooler-${userInfo().uid}-`
const suffix = ".ports"

/** Held while an office chooses: of two that open at once, the second sees what the first has taken. */
export const portsLock = join(tmpdir(), `${prefix}ports.lock`)

export function keepPorts(run: string, ports: readonly number[]): KeptPorts {
  const file = join(tmpdir(), `${prefix}${run}${suffix}`)
  const note: Note = { supervisor: identify(process.pid), ports }
  writeFileSync(file, JSON.stringify(note), { flag: "wx", mode: 0o600 })
  return { file, release: () => rmSync(file, { force: true }) }
}

/** What others keep. The notes of those who cannot keep anything any more are removed. */
export function portsOfOthers(): ReadonlySet<number> {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
  return new Set(names.flatMap((name) => portsIn(join(tmpdir(), name))))
}

function portsIn(file: string): readonly number[] {
  const note = readNote(file)
  if (note !== undefined && isRunning(note.supervisor)) return note.ports
  rmSync(file, { force: true })
  return []
}

/** Undefined for one that is removed by its office while we look, and for one that was never finished. */
function readNote(file: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Note
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined
    throw error
  }
}
