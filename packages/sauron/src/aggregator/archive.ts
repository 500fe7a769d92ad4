/**
 * Reports on disk: `requests.ndjson`, appended synchronously so that a killed Sauron loses nothing, capped by keeping two files. Beside it
 * `vitals.ndjson`, what the processes of the nodes have told of themselves.
 */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { Report } from "../eye/report.ts"
import type { Vitals } from "../picture/index.ts"

/** A line a second from each of a thousand nodes, for hours. */
const VITALS_BYTES_MAX = 64 * 1024 * 1024

export class Archive {
  readonly #file: string
  readonly #old: string
  readonly #fileBytesMax: number
  #descriptor: number | undefined
  #bytes = 0
  #vitals: number | undefined
  #vitalsBytes = 0
  /** Why nothing is written any more: a full disk must not stop the watching. */
  failure: string | undefined

  constructor(dir: string, bytesMax: number) {
    mkdirSync(dir, { recursive: true })
    this.#file = join(dir, "requests.ndjson")
    this.#old = join(dir, "requests.old.ndjson")
    this.#fileBytesMax = Math.max(1, Math.floor(bytesMax / 2))
    this.#vitals = openSync(join(dir, "vitals.ndjson"), "a", 0o600)
    this.#open()
  }

  appendVitals(vitals: Vitals): void {
    if (this.#vitals === undefined || this.#vitalsBytes > VITALS_BYTES_MAX) return
    try {
      this.#vitalsBytes += writeSync(this.#vitals, `${JSON.stringify(vitals)}\n`)
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
      this.#vitalsBytes = Number.POSITIVE_INFINITY
    }
  }

  append(reports: readonly Report[]): void {
    if (this.#descriptor === undefined || reports.length === 0) return
    let text = ""
    for (const report of reports) text += `${JSON.stringify(report)}\n`
    try {
      this.#bytes += writeSync(this.#descriptor, text)
      if (this.#bytes >= this.#fileBytesMax) this.#rotate()
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
      this.#closeReports()
    }
  }

  close(): void {
    if (this.#vitals !== undefined) closeSync(this.#vitals)
    this.#vitals = undefined
    this.#closeReports()
  }

  #closeReports(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #open(): void {
    this.#descriptor = openSync(this.#file, "a", 0o600)
    this.#bytes = fstatSync(this.#descriptor).size
  }

  #rotate(): void {
    this.#closeReports()
    renameSync(this.#file, this.#old)
    this.#open()
  }
}
