/** What a process printed last, for whoever asks why it is not there: its own words, and where the rest of them lies. */
import { lastLines } from "./tail.ts"

const linesShown = 8
/** Where a stack is long, what it is about stands far above its end. */
const linesRead = 200
const letters = 400

export function lastWords(outputFile: string): string {
  const lines = tellingLines(linesOf(outputFile))
  const said = lines.length === 0 ? "\n  it printed nothing" : `\n  its last words:\n${lines.map((line) => `    ${line}`).join("\n")}`
  return `${said}\n  all of them: ${outputFile}`
}

/** The last lines, without the frames of stacks; and above them the line in which the last error says what it is. */
export function tellingLines(lines: readonly string[]): readonly string[] {
  const told = withoutFrames(lines).map((line) => (line.length > letters ? `${line.slice(0, letters)} …` : line))
  const last = told.slice(-linesShown)
  if (last.some(isError)) return last
  const error = told.findLast(isError)
  return error === undefined ? last : [error, "…", ...last.slice(2)]
}

function withoutFrames(lines: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (const line of lines) {
    if (!isFrame(line)) kept.push(line)
    else if (kept.at(-1) !== "    …") kept.push("    …")
  }
  return kept
}

/** Of JavaScript and Java, and of Go. */
function isFrame(line: string): boolean {
  return /^\s+at \S/.test(line) || /^\t\S+:\d+/.test(line)
}

function isError(line: string): boolean {
  return /^\s*(Uncaught )?([\w.$]*(Error|Exception)\b|panic:|fatal|error\b|traceback)/i.test(line)
}

function linesOf(file: string): readonly string[] {
  try {
    return lastLines(file, linesRead)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}
