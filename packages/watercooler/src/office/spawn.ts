/** Starts one process of the office: in a group of its own, guarded by the warden, heard over IPC, its output in a file. */
import { type ChildProcess, spawnSync } from "node:child_process"
import { closeSync, openSync } from "node:fs"
import { join } from "node:path"
import { execa } from "execa"
import { frugality } from "./frugality.ts"
import { packageRoot } from "./package-root.ts"
import { identify, type ProcessId, signalGroup } from "./proc.ts"
import type { Warden } from "./warden.ts"

export interface Ending {
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

export interface Running {
  readonly id: ProcessId
  /** When the process has ended, whatever the reason. Never rejects. */
  readonly ended: Promise<Ending>
  say(message: object): void
  /** To the whole group. False when nobody was there any more. */
  signal(signal: NodeJS.Signals): boolean
}

export interface SpawnOrder {
  readonly entry: string
  readonly args: readonly string[]
  readonly outputFile: string
  /** One of many, which should each be small; a little slower for it. */
  readonly frugal?: boolean
  readonly heard: (message: unknown) => void
}

/** A program that is not ours, and hears nothing but signals. */
export interface ProgramOrder {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All of it. */
  readonly env: Readonly<Record<string, string>>
  readonly outputFile: string
}

export function startProgram({ args, cwd, env, file, outputFile }: ProgramOrder, warden: Warden): Running {
  return begin([file, ...args], outputFile, { cwd, env: { ...env }, extendEnv: false }, warden).running
}

export function start(order: SpawnOrder, warden: Warden): Running {
  const { flags, env } = order.frugal ? frugality : { flags: [], env: {} }
  const command = [process.execPath, ...flags, order.entry, ...order.args]
  const surroundings = { env: { ...env, NODE_COMPILE_CACHE: join(packageRoot(), "dist", "compile-cache") } }
  const { process: child, running } = begin(command, order.outputFile, { ...surroundings, ipc: true, serialization: "json" }, warden)
  child.on("message", order.heard)
  child.on("error", () => undefined) // A message to somebody who has just left; `ended` tells.
  return {
    ...running,
    say: (message) => {
      if (child.connected) child.send(message)
    },
  }
}

interface SpawnSurroundings {
  readonly env: Record<string, string>
  readonly cwd?: string
  /** False: nothing of our own environment. */
  readonly extendEnv?: false
  readonly ipc?: true
  readonly serialization?: "json"
}

/** In the warden's list before it can do anything; hears nothing but signals. */
function begin(
  command: readonly string[],
  outputFile: string,
  surroundings: SpawnSurroundings,
  warden: Warden,
): { readonly process: ChildProcess; readonly running: Running } {
  // A descriptor of our own, handed on: what a process prints reaches the file also when nobody is left to pass it on.
  // execa knows descriptors by number; its types only name the first few.
  const output = openSync(outputFile, "a", 0o600) as 3
  const [file, ...args] = [...withDeathSignal(), ...command] as [string, ...string[]]
  const child = execa(file, args, {
    ...surroundings,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: "ignore",
    stdout: output,
    stderr: output,
  })
  closeSync(output)
  if (child.pid === undefined) throw new Error(`${command[0]} could not be started`)
  const id = identify(child.pid)
  warden.guard(id)
  const ended = child.then((result): Ending => {
    signalGroup(id.pid, "SIGKILL") // Whoever it left behind in its group.
    warden.gone(id)
    return { exitCode: result.exitCode, signal: result.signal }
  })
  return { process: child.nodeChildProcess, running: { id, ended, say: () => undefined, signal: (signal) => signalGroup(id.pid, signal) } }
}

let deathSignal: readonly string[] | undefined

/** On Linux the kernel itself ends a child whose parent has died, where util-linux is new enough. The second belt beside the warden. */
function withDeathSignal(): readonly string[] {
  deathSignal ??=
    process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "KILL", "true"], { stdio: "ignore" }).status === 0
      ? ["setpriv", "--pdeathsig", "KILL"]
      : []
  return deathSignal
}
