/** The bodies of a recorded run's requests, where Sauron has kept its reports: looked for on demand, in the files as they are. */
import { closeSync, existsSync, openSync, readSync } from "node:fs"
import type { Report } from "../eye/report.ts"
import type { Bodies } from "../recording/index.ts"
import type { Row } from "../recording/protocol.ts"
import { remarkOf } from "../view/whole.ts"

const READ_BYTES = 1 << 20
/** Longest line that is looked at: a report is much shorter. */
const LINE_BYTES_MAX = 64 * 1024

export interface BodyFiles {
  find(row: Row): Bodies
  close(): void
}

export function openBodies(files: readonly string[]): BodyFiles {
  const open = files.filter((file) => existsSync(file)).map((file) => openSync(file, "r"))
  return {
    find(row) {
      if (open.length === 0)
        return { body: undefined, content: undefined, remark: "No bodies were recorded: Sauron was not there, or the run is simulated." }
      if (row.trace === "")
        return { body: undefined, content: undefined, remark: "The request had no causal id, so its bodies cannot be found." }
      for (const descriptor of open) {
        const report = findReport(descriptor, row)
        if (report === undefined) continue
        const told = { body: report.request.body, content: report.response.content }
        return { ...told, remark: remarkOf(row, told) }
      }
      return { body: undefined, content: undefined, remark: "Sauron has not kept a report of this request." }
    },
    close: () => {
      for (const descriptor of open) closeSync(descriptor)
    },
  }
}

function findReport(descriptor: number, row: Row): Report | undefined {
  const needle = Buffer.from(row.trace)
  const chunk = Buffer.allocUnsafe(READ_BYTES + LINE_BYTES_MAX)
  for (let offset = 0; ; offset += READ_BYTES) {
    const length = readSync(descriptor, chunk, 0, chunk.length, offset)
    const bytes = chunk.subarray(0, length)
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      const report = reportIn(bytes, at)
      if (report?.node === row.node && report.trace === row.trace) return report
    }
    if (length < chunk.length) return undefined
  }
}

function reportIn(bytes: Buffer, at: number): Report | undefined {
  const begin = bytes.lastIndexOf(10, at) + 1
  const end = bytes.indexOf(10, at)
  if (end < 0) return undefined
  try {
    return JSON.parse(bytes.toString("utf8", begin, end)) as Report
  } catch {
    return undefined // Begins in the part before, where it was looked at whole.
  }
}
