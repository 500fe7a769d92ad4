/** What a process printed last, for whoever asks why it is not there: its own words, and where the rest of them lies. */
import { lastLines } from "./tail.ts"

const linesShown = 8

export function lastWords(outputFile: string): string {
  const lines = linesOf(outputFile)
  const said = lines.length === 0 ? "\n  it printed nothing" : `\n  its last words:\n${lines.map((line) => `    ${line}`).join("\n")}`
  return `${said}\n  all of them: ${outputFile}`
}

function linesOf(file: string): readonly string[] {
  try {
    return lastLines(file, linesShown)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}
