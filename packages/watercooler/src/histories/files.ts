/** Which files somebody means by a path: the file, or everything in a folder that is called like a history. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { extname, join } from "node:path"
import { readLimits } from "@watercooler/judge/histories"
import { BadInput } from "../input/complaint.ts"

const ENDINGS: ReadonlySet<string> = new Set([".edn", ".json", ".jsonl", ".ndjson", ".log", ".txt"])
const FILES_MAX = 100_000

export interface Found {
  readonly file: string
  /** By whoever asked; what was only found in a folder may be something else. */
  readonly isNamed: boolean
}

export function historyFiles(paths: readonly string[]): readonly Found[] {
  return paths.flatMap((path): readonly Found[] => {
    const found = statOf(path)
    if (!found.isDirectory()) return [{ file: path, isNamed: true }]
    const files = readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => ENDINGS.has(extname(name).toLowerCase()))
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile())
      .sort()
    if (files.length > 0 && files.length <= FILES_MAX) return files.map((file) => ({ file, isNamed: false }))
    throw new BadInput({
      saw: `${path}, a folder with ${files.length} files that end in ${[...ENDINGS].join(", ")}`,
      expected: `from 1 to ${FILES_MAX} of them`,
      instead: "watercooler check HISTORY with a file",
    })
  })
}

/** The text of a history; a file that is too long is refused before it is read. */
export function readText(file: string): string {
  const { size } = statOf(file)
  if (size <= readLimits.charactersMax) return readFileSync(file, "utf8")
  throw new BadInput({ saw: `${file}: ${size} bytes`, expected: `at most ${readLimits.charactersMax}`, instead: "a part of it" })
}

function statOf(path: string): ReturnType<typeof statSync> & object {
  try {
    return statSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BadInput({
      saw: `${path}: ${code === "ENOENT" ? "there is no such file" : code}`,
      expected: "a history, in EDN, JSON or as Jepsen's log",
      instead: "watercooler check path/to/history.edn",
    })
  }
}
