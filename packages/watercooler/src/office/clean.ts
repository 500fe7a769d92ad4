/** Removes the folders of runs that are over. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { isRunning } from "./proc.ts"
import { forget, type OfficeRecord, offices, pastOffices } from "./registry.ts"
import { sweep } from "./sweep.ts"

export interface Cleaned {
  readonly removed: readonly string[]
  readonly processesEnded: number
}

/** `below`: only runs whose folder lies below this one; undefined: all that this machine remembers. */
export function cleanRuns(keep: number, below: string | undefined): Cleaned {
  const processesEnded = sweep()
  const isMeant = ({ dir }: { readonly dir: string }) => below === undefined || !relative(below, dir).startsWith("..")
  // A simulated run counts as one that did not come to its end, until it has.
  const isOver = ({ state, supervisor }: OfficeRecord) => state === "closed" || (state === "crashed" && !isRunning(supervisor))
  const known = [...offices(), ...pastOffices()]
  const over = [...known.filter(isOver), ...strays(known)].filter(isMeant).sort(newestFirst)
  const removed = over.slice(keep).flatMap(({ dir, run }) => {
    forget(run)
    // Whatever the registry says: a folder without these is no run.
    if (!places.some(({ begins }) => existsSync(join(dir, begins)))) return []
    rmSync(dir, { recursive: true, force: true })
    return [dir]
  })
  return { removed, processesEnded }
}

interface Place {
  /** Below `.watercooler`. */
  readonly folder: string
  /** Written when a run begins, and when it is over. */
  readonly begins: string
  readonly ends: string
}

const places: readonly Place[] = [
  { folder: "runs", begins: "manifest.json", ends: "verdict.json" },
  { folder: "maelstrom", begins: "schedule.json", ends: "result.json" },
]

/**
 * Runs where runs lie by default, below this folder, of which the registry knows nothing: it was moved or removed, or an earlier build had forgotten them.
 * Of runs of Maelstrom nodes it never knows.
 */
function strays(known: readonly OfficeRecord[]): readonly Pick<OfficeRecord, "dir" | "run">[] {
  const dirs = new Set(known.map(({ dir }) => dir))
  return places.flatMap((place) => {
    const folder = resolve(".watercooler", place.folder)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .map((run) => ({ run, dir: join(folder, run) }))
      .filter(({ dir, run }) => !dirs.has(dir) && RUN.test(run) && !isOpen(dir, place))
  })
}

const RUN = /^\d{8}-\d{6}-[0-9a-f]{4}$/

/** Another registry may know of it: while its token lies there, or it has just been made, or its journal grows, somebody is at work. */
function isOpen(dir: string, { ends }: Place): boolean {
  if (existsSync(join(dir, "token"))) return true
  if (existsSync(join(dir, ends))) return false
  const changedMs = [dir, join(dir, "journal.ndjson")].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Date.now() - Math.max(...changedMs) < STILL_MS
}

const STILL_MS = 60_000

/** By the second in their names, and within one by the birth of their folders. */
function newestFirst(a: { readonly run: string; readonly dir: string }, b: { readonly run: string; readonly dir: string }): number {
  const [second, other] = [a.run.slice(0, SECOND_CHARS), b.run.slice(0, SECOND_CHARS)]
  return second === other ? bornMs(b.dir) - bornMs(a.dir) : second < other ? 1 : -1
}

const SECOND_CHARS = "20260101-120000".length
const bornMs = (dir: string): number => statSync(dir, { throwIfNoEntry: false })?.birthtimeMs ?? 0
