/** Structured logs: one JSON object a line, rotated by size. For people who debug one node; the journal is for everybody else. */
import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"

const LEVELS = ["debug", "info", "warning", "error", "silent"] as const
export type LogLevel = (typeof LEVELS)[number]

const ROTATE_BYTES = 5 * 1024 * 1024
const FILES_KEPT = 3

export class Log {
  readonly #file: string
  readonly #from: number
  #descriptor: number | undefined
  #bytes = 0

  constructor(directory: string, level: LogLevel) {
    this.#file = join(directory, "node.log")
    this.#from = LEVELS.indexOf(level)
    if (level !== "silent") this.#open()
  }

  debug(message: string, facts: object = {}): void {
    this.#write("debug", message, facts)
  }
  info(message: string, facts: object = {}): void {
    this.#write("info", message, facts)
  }
  warning(message: string, facts: object = {}): void {
    this.#write("warning", message, facts)
  }
  error(message: string, facts: object = {}): void {
    this.#write("error", message, facts)
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #write(level: LogLevel, message: string, facts: object): void {
    if (this.#descriptor === undefined || LEVELS.indexOf(level) < this.#from) return
    const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`
    this.#bytes += writeSync(this.#descriptor, line)
    if (this.#bytes > ROTATE_BYTES) this.#rotate()
  }

  #open(): void {
    this.#descriptor = openSync(this.#file, "a", 0o600)
    this.#bytes = fstatSync(this.#descriptor).size
  }

  #rotate(): void {
    this.close()
    rmSync(`${this.#file}.${FILES_KEPT}`, { force: true })
    for (let i = FILES_KEPT - 1; i >= 1; i--) {
      if (existsSync(`${this.#file}.${i}`)) renameSync(`${this.#file}.${i}`, `${this.#file}.${i + 1}`)
    }
    renameSync(this.#file, `${this.#file}.1`)
    this.#open()
  }
}
