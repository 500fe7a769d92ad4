/** A file of JSON lines, appended synchronously, so that no line is lost to SIGKILL; capped, and honest about the cap. */
import { closeSync, fstatSync, openSync, writeSync } from "node:fs"

export class LineFile {
  readonly #descriptor: number
  readonly #bytesMax: number
  #bytes: number
  #waiting: string[] = []
  #flushing: NodeJS.Immediate | undefined
  /** Lines that did not fit any more. */
  refused = 0

  constructor(file: string, bytesMax: number) {
    this.#descriptor = openSync(file, "a", 0o600)
    this.#bytes = fstatSync(this.#descriptor).size
    this.#bytesMax = bytesMax
  }

  /** Adds a line. It is written by the next `flush`, at the end of this turn of the event loop at the latest. */
  add(line: string): void {
    this.#waiting.push(line)
    this.#flushing ??= setImmediate(() => this.flush())
  }

  flush(): void {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    if (this.#waiting.length === 0) return
    const fitting: string[] = []
    for (const line of this.#waiting) {
      this.#bytes += Buffer.byteLength(line) + 1
      if (this.refused > 0 || this.#bytes > this.#bytesMax) this.refused++
      else fitting.push(line)
    }
    this.#waiting = []
    if (fitting.length > 0) writeSync(this.#descriptor, `${fitting.join("\n")}\n`)
  }

  close(): void {
    this.flush()
    closeSync(this.#descriptor)
  }
}
