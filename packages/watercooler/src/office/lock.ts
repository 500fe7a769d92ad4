/** A lock between offices that open at the same moment, held for the few milliseconds in which they choose their ports. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { identify, isRunning, type ProcessId } from "./proc.ts"

const waitMsMax = 10_000
const lookAgainMs = 20

export async function locked<Result>(file: string, task: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + waitMsMax
  while (!take(file)) {
    if (performance.now() > deadline)
      throw new Error(`another office has held ${file} for ${waitMsMax / 1_000} s; remove it if none is opening`)
    breakStale(file)
    await sleep(lookAgainMs)
  }
  try {
    return await task()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    const descriptor = openSync(file, "wx", 0o600)
    writeSync(descriptor, JSON.stringify(identify(process.pid)))
    closeSync(descriptor)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

/** A lock whose holder died is moved aside first: of two that find it stale, only one succeeds in that. */
function breakStale(file: string): void {
  try {
    const words = readFileSync(file, "utf8")
    if (words === "" || isRunning(JSON.parse(words) as ProcessId)) return
    const aside = `${file}.${process.pid}`
    renameSync(file, aside)
    rmSync(aside, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" && !(error instanceof SyntaxError)) throw error
  }
}
