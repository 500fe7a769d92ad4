/** Whether a file that is written at the end of a run can be written at all: afterwards would be too late to say no. */
import { accessSync, constants, existsSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { BadInput } from "./complaint.ts"

export function demandWritable(flag: string, file: string, example: string): void {
  const why = whyNot(file)
  if (why === undefined) return
  throw new BadInput({
    saw: `${flag} ${file === "" ? '""' : file}: ${why}`,
    expected: "a file that may be written, in a folder that is there",
    instead: `${flag} ${example}`,
  })
}

function whyNot(file: string): string | undefined {
  if (file === "") return "no name"
  if (existsSync(file) && statSync(file).isDirectory()) return "it is a folder"
  try {
    accessSync(existsSync(file) ? file : dirname(resolve(file)), constants.W_OK)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
