/** From what somebody typed to a schedule, with every draw made. */
import { accessSync, constants, existsSync, statSync } from "node:fs"
import { extname, resolve } from "node:path"
import { dueTimes } from "../histories/drive.ts"
import { BadInput } from "../input/complaint.ts"
import { faultsOf } from "./nemesis.ts"
import type { Program } from "./node.ts"
import { type MaelstromOptions, SCHEDULE_VERSION, type Schedule } from "./schedule.ts"

export function scheduleOf(options: MaelstromOptions): Schedule {
  const { seed, ratePerS, limitMs, nemeses, nemesisIntervalMs, nodes } = options
  return {
    version: SCHEDULE_VERSION,
    options,
    operations: dueTimes(seed, ratePerS, limitMs).map((atMs, number) => ({ number, atMs })),
    faults: faultsOf({ seed, kinds: nemeses, intervalMs: nemesisIntervalMs, limitMs, nodes }),
  }
}

/** Who is counted begins with n0, and the five who are there without being counted with n1: nodes that know a name by heart know it from there. */
export function nodeNames(count: number | undefined): readonly string[] {
  return Array.from({ length: count ?? 5 }, (_, at) => `n${count === undefined ? at + 1 : at}`)
}

const INTERPRETERS: Readonly<Record<string, string>> = {
  ".js": process.execPath,
  ".mjs": process.execPath,
  ".cjs": process.execPath,
  ".py": "python3",
}

/** An executable, or a script whose interpreter is known by its ending. */
export function programOf(bin: string, args: readonly string[]): Program {
  const file = resolve(bin)
  const refuse = (why: string, instead: string) =>
    new BadInput({ saw: `--bin ${bin}: ${why}`, expected: "a program that reads messages from standard input", instead })
  if (!existsSync(file)) throw refuse("there is no such file", "--bin ./node.py")
  if (statSync(file).isDirectory()) throw refuse("it is a folder", `--bin ${bin}/… with the program in it`)
  if (isExecutable(file)) return { file, args }
  const interpreter = INTERPRETERS[extname(file)]
  if (interpreter === undefined) throw refuse("it may not be executed", `chmod +x ${bin}`)
  return { file: interpreter, args: [file, ...args] }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // It is there, so this is the only thing that is missing.
  }
}
