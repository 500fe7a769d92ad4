/** Who a process is: its number and when it began. A number alone is recycled; both together are not. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

export interface ProcessId {
  readonly pid: number
  /** As the system tells it, in its own unit; compared, never read. Empty when it could not be learned. */
  readonly began: string
}

/** Field 22 of /proc/PID/stat, or what ps says where there is no /proc. Undefined when there is no such process. */
export function beganOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
      return stat.slice(stat.lastIndexOf(") ") + 2).split(" ")[19]
    } catch {
      return undefined // No such process: the only way in which reading it fails.
    }
  }
  try {
    const words = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    return words.trim().replaceAll(" ", "_") || undefined
  } catch {
    return undefined // ps ends with 1 when it finds nobody.
  }
}

export function identify(pid: number): ProcessId {
  return { pid, began: beganOf(pid) ?? "" }
}

/** Whether the very process still runs, and not another that got its number. */
export function isRunning(id: ProcessId): boolean {
  return id.began !== "" && beganOf(id.pid) === id.began
}

/** Sends a signal to a whole process group. False when nobody was there to hear it. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false
    throw error
  }
}
