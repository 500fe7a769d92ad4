/** What is written to logs from now on, line by line, files that are rotated away and nodes that are hired later included. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import { StringDecoder } from "node:string_decoder"
import type { LogFile } from "./logs.ts"

const chunkBytes = 64 * 1024

/** Where one has read to. */
interface Place {
  inode: number
  at: number
  rest: string
  readonly decoder: StringDecoder
}

export type Line = { readonly node: string; readonly file: string; readonly line: string }

export class Follower {
  readonly #files: () => readonly LogFile[]
  readonly #places = new Map<string, Place>()

  /** `files` is asked again at every look: a node that is hired later has a log of its own. What is there already is passed over. */
  constructor(files: () => readonly LogFile[]) {
    this.#files = files
    for (const { file } of files()) this.#open(file, true)
  }

  /** What has been written since the last look. */
  look(): readonly Line[] {
    return this.#files().flatMap(({ node, file }) => this.#open(file, false).map((line) => ({ node, file, line })))
  }

  #open(file: string, toTheEnd: boolean): readonly string[] {
    const descriptor = openSync(file, "r")
    try {
      const { ino, size } = fstatSync(descriptor)
      let place = this.#places.get(file)
      // Another file by that name, or one that was cut short: it was rotated, and is read from its beginning.
      if (place === undefined || place.inode !== ino || place.at > size) {
        place = { inode: ino, at: toTheEnd ? size : 0, rest: "", decoder: new StringDecoder("utf8") }
        this.#places.set(file, place)
      }
      return linesFrom(descriptor, place)
    } finally {
      closeSync(descriptor)
    }
  }
}

function linesFrom(descriptor: number, place: Place): readonly string[] {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let text = place.rest
  for (
    let bytes = readSync(descriptor, chunk, 0, chunkBytes, place.at);
    bytes > 0;
    bytes = readSync(descriptor, chunk, 0, chunkBytes, place.at)
  ) {
    place.at += bytes
    text += place.decoder.write(chunk.subarray(0, bytes))
  }
  const lines = text.split("\n")
  place.rest = lines.pop() ?? ""
  return lines
}
