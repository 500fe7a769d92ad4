/** The warden: a shell in its own session that outlives the supervisor just long enough to end everybody else. */
import { execa } from "execa"
import type { ProcessId } from "./proc.ts"
import { wardenScript } from "./warden-script.ts"

export interface Warden {
  /** Ends with the supervisor: this process and its whole group. */
  guard(id: ProcessId): void
  /** Has ended by itself, and its number may be given to somebody else. */
  gone(id: ProcessId): void
  /** Removed with the supervisor. */
  folder(path: string): void
  /** Everybody has left: the warden goes too and touches nothing. */
  close(): Promise<void>
}

/** A warden that was killed is replaced this often; more is somebody's intention. */
const replacementsMax = 5

/** `remember` is told, a moment later, of everybody who is guarded: for the sweep, should the warden die as well. */
export function hireWarden(remember: (groups: readonly ProcessId[]) => void): Warden {
  const groups = new Map<number, ProcessId>()
  const folders = new Set<string>()
  let closing = false
  let replacements = 0

  const start = () => {
    const shell = execa("sh", ["-c", wardenScript], {
      stdin: "pipe",
      stdout: "ignore",
      stderr: "ignore",
      detached: true,
      cleanup: false,
      reject: false,
      buffer: false,
      env: { PATH: process.env.PATH ?? "/usr/bin:/bin" },
      extendEnv: false,
    })
    shell.stdin.on("error", () => undefined) // A killed warden: its end is handled below.
    void shell.then(() => {
      if (closing || replacements++ >= replacementsMax) return
      current = start()
      for (const id of groups.values()) tell(`group ${id.pid}:${id.began}`)
      for (const path of folders) tell(`folder ${path}`)
    })
    return shell
  }
  let remembering: NodeJS.Immediate | undefined
  const changed = () => {
    remembering ??= setImmediate(() => {
      remembering = undefined
      remember([...groups.values()])
    })
  }
  const tell = (line: string): void => void current.stdin.write(`${line}\n`)
  let current = start()

  return {
    guard(id) {
      groups.set(id.pid, id)
      tell(`group ${id.pid}:${id.began}`)
      changed()
    },
    gone(id) {
      groups.delete(id.pid)
      tell(`gone ${id.pid}:${id.began}`)
      changed()
    },
    folder(path) {
      folders.add(path)
      tell(`folder ${path}`)
    },
    async close() {
      closing = true
      clearImmediate(remembering)
      current.stdin.end("close\n")
      await current
    },
  }
}
