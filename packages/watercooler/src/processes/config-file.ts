/** The one thing that a process of the office is told on its command line: `--config FILE`. */
import { readFileSync } from "node:fs"

export function readConfig<Config>(): Config {
  const file = process.argv[process.argv.indexOf("--config") + 1]
  if (!process.argv.includes("--config") || file === undefined) throw new Error("--config FILE is missing")
  return JSON.parse(readFileSync(file, "utf8")) as Config
}

export function say(message: object): void {
  process.send?.(message)
}

/** Tells the supervisor why, and ends. */
export function fail(error: unknown): void {
  const because = error instanceof Error ? error.message : String(error)
  console.error(error)
  const end = () => process.exit(1)
  if (process.send !== undefined && process.connected) process.send({ say: "failed", because }, end)
  else end()
}
