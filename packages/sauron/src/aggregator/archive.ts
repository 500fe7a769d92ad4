/** Reports on disk: `requests.ndjson`, appended synchronously so that a killed Sauron loses nothing, capped by keeping two files. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { Report } from "../eye/report.ts"

export class Archive {
  readonly #file: string
  readonly #old: string
  readonly #fileBytesMax: number
  #descriptor: number | undefined
  #bytes = 0
  /** Why nothing is written any more: a full disk must not stop the watching. */
  failure: string | undefined

  constructor(dir: string, bytesMax: number) {
    mkdirSync(dir, { recursive: true })
    this.#file = join(dir, "requests.ndjson")
    this.#old = join(dir, "requests.old.ndjson")
    this.#fileBytesMax = Math.max(1, Math.floor(bytesMax / 2))
    this.#open()
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
      this.close()
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #open(): void {
    this.#descriptor = openSync(this.#file, "a", 0o600)
    this.#bytes = fstatSync(this.#descriptor).size
  }

  #rotate(): void {
    this.close()
    renameSync(this.#file, this.#old)
    this.#open()
  }
}
