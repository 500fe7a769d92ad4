/** The last lines of a file, without reading what comes before them. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs"

/** Enough for the last lines of a log; a whole one may be as large as its rotation allows. */
const tailBytes = 256 * 1024

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
