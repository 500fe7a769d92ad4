/** Files that a person may have written by hand, or may still need: none of ours ever takes the place of one. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, extname, resolve } from "node:path"
import { BadInput } from "./complaint.ts"
import { demandWritable } from "./writable.ts"

const EXTENSIONS = [".yaml", ".yml"]

/** What is said of the name of a scenario that is to be written, before the work on it begins. */
export function demandFreshScenario(file: string): void {
  demandWritable("--out", file, "another.yaml")
  if (!isScenarioName(file))
    throw new BadInput({ saw: `--out ${file}`, expected: "a name that ends with .yaml", instead: `--out ${file}.yaml` })
  if (existsSync(file))
    throw new BadInput({ saw: `--out ${file}, which exists`, expected: "a new file", instead: `--out ${freeName(file)}` })
}

export const isScenarioName = (file: string): boolean => EXTENSIONS.includes(extname(file))

/** `shrunk.yaml`, or where that is taken `shrunk-2.yaml`, and so on. */
export function freeName(file: string): string {
  const extension = extname(file)
  const stem = file.slice(0, file.length - extension.length)
  for (let number = 1; ; number++) {
    const name = number === 1 ? file : `${stem}-${number}${extension}`
    if (!existsSync(name)) return name
  }
}

/** In one step, so that nothing that came there meanwhile is lost. `instead`: what to type if that is so. */
export function writeFresh(file: string, text: string, instead: string): void {
  try {
    // One folder, and not all above it: below /proc, Node would try for ever.
    if (!existsSync(dirname(resolve(file)))) mkdirSync(dirname(resolve(file)))
    writeFileSync(file, text, { flag: "wx" })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown"
    if (code === "EEXIST") throw new BadInput({ saw: `${file}, which exists`, expected: "a new file", instead })
    throw new BadInput({ saw: `${file} (${code})`, expected: "a place where a file can be written", instead })
  }
}
