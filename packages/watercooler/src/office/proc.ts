/** Who a process is: its number and when it began. A number alone is recycled; both together are not. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

export interface ProcessId {
  readonly pid: number
  /** As the system tells it, in its own unit; compared, never read. Empty when it could not be learned. */
  readonly began: string
}

interface Status {
  readonly began: string
  /** Ended, and not yet buried by whoever started it. */
  readonly isDead: boolean
}

/** Fields 3 and 22 of /proc/PID/stat, or what ps says where there is no /proc. Undefined when there is no such process. */
function statusOf(pid: number): Status | undefined {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
      const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ")
      return { began: fields[19] ?? "", isDead: DEAD.test(fields[0] ?? "") }
    } catch {
      return undefined // No such process: the only way in which reading it fails.
    }
  }
  try {
    const words = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    const [, state = "", began = ""] = /^(\S+)\s+(.*)$/.exec(words.trim()) ?? []
    return { began: began.replaceAll(" ", "_"), isDead: DEAD.test(state) }
  } catch {
    return undefined // ps ends with 1 when it finds nobody.
  }
}

const DEAD = /^[ZX]/

export function identify(pid: number): ProcessId {
  return { pid, began: statusOf(pid)?.began ?? "" }
}

/** Whether the very process still runs, and not another that got its number. */
export function isRunning(id: ProcessId): boolean {
  return isNumberOf(id) && !statusOf(id.pid)?.isDead
}

/** Whether the number is still that process's, be it dead and unburied: then so is the group of that number, in which others may live. */
export function isNumberOf({ began, pid }: ProcessId): boolean {
  return began !== "" && statusOf(pid)?.began === began
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
