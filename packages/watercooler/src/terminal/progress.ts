/** A progress bar in one line. */
import type { ChalkInstance } from "chalk"

const widthMax = 30

export function bar(what: string, done: number, all: number, width: number, chalk: ChalkInstance): string {
  const room = Math.max(5, Math.min(widthMax, width - what.length - 12))
  const full = all === 0 ? room : Math.round((done / all) * room)
  return `${what}  ${chalk.green("━".repeat(full))}${chalk.dim("─".repeat(room - full))}  ${done}/${all}`
}
