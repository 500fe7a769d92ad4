/** What programs log, followed as they do: who said something last. */
import { closeSync, openSync, readSync, statSync } from "node:fs"
import { numberIn } from "./roles.ts"

const CHUNK = 65_536
/** A longer line is looked at in parts. */
const LINE_MAX = 16_384

/** Reads what has been added to a file since it was last asked. */
export class Follower {
  readonly #file: string
  #at = 0
  #rest = ""

  constructor(file: string) {
    this.#file = file
  }

  /** Whole lines that are new. */
  lines(): readonly string[] {
    const text = this.#added()
    const lines = (this.#rest + text).split("\n")
    this.#rest = (lines.pop() ?? "").slice(-LINE_MAX)
    return lines
  }

  #added(): string {
    let descriptor: number
    try {
      if (statSync(this.#file).size <= this.#at) return ""
      descriptor = openSync(this.#file, "r")
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""
      throw error
    }
    try {
      let text = ""
      const chunk = Buffer.alloc(CHUNK)
      for (
        let bytes = readSync(descriptor, chunk, 0, CHUNK, this.#at);
        bytes > 0;
        bytes = readSync(descriptor, chunk, 0, CHUNK, this.#at)
      ) {
        this.#at += bytes
        text += chunk.toString("latin1", 0, bytes)
      }
      return text
    } finally {
      closeSync(descriptor)
    }
  }
}

/** Of all who are followed, who was seen last to log a line like this: looked at often enough, that is who logged it last. */
export class LastWord {
  readonly #followed: readonly { readonly name: string; readonly follower: Follower }[]
  readonly #pattern: RegExp
  readonly #listeners: ((name: string) => void)[] = []
  #last: string | undefined
  /** What the pattern's first group held then. */
  #term = -1

  constructor(pattern: string, files: readonly { readonly name: string; readonly file: string }[]) {
    this.#pattern = new RegExp(pattern)
    this.#followed = files.map(({ name, file }) => ({ name, follower: new Follower(file) }))
  }

  /** Hears of every such line that is seen from now on. */
  listen(heard: (name: string) => void): void {
    this.#listeners.push(heard)
  }

  look(): string | undefined {
    for (const { follower, name } of this.#followed)
      for (const line of follower.lines()) {
        const found = this.#pattern.exec(line)
        if (found === null) continue
        const term = numberIn(found[1]) ?? -1
        if (term >= this.#term) [this.#last, this.#term] = [name, term]
        for (const heard of this.#listeners) heard(name)
      }
    return this.#last
  }
}
