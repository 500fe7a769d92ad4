/** What becomes of a program's data folder between two of its processes. We know nothing of its files, so it is the one that was written last. */
import { closeSync, openSync, readdirSync, readSync, statSync, truncateSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { Disk } from "@watercooler/boss/faults"

/** As much as a sector may hold back. */
const TORN_BYTES_MAX = 512

/** torn: the end of it was never written. rotten: a byte in its middle has changed. Returns how many bytes that are. */
export function damage(folder: string, disk: Disk): number {
  if (disk !== "torn" && disk !== "rotten") return 0
  const file = lastWritten(folder)
  if (file === undefined) return 0
  const { path, size } = file
  if (disk === "torn") {
    const lost = Math.min(TORN_BYTES_MAX, Math.ceil(size / 2))
    truncateSync(path, size - lost)
    return lost
  }
  const descriptor = openSync(path, "r+")
  try {
    const byte = Buffer.alloc(1)
    const at = Math.floor(size / 2)
    readSync(descriptor, byte, 0, 1, at)
    byte[0] = (byte[0] as number) ^ 0x10
    writeSync(descriptor, byte, 0, 1, at)
  } finally {
    closeSync(descriptor)
  }
  return 1
}

function lastWritten(folder: string): { readonly path: string; readonly size: number } | undefined {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { mtimeMs, size } = statSync(path)
      return { path, size, mtimeMs }
    })
    .filter(({ size }) => size > 0)
  return files.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1))[0]
}
