/** How much a fault touches, looked up at the moment it strikes. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

const established = "01"

/** Connections that others hold to a port of the loopback interface. 0 where the system does not tell. */
export function connectionsTo(port: number): number {
  if (process.platform !== "linux") return 0
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`
  try {
    const lines = readFileSync("/proc/net/tcp", "utf8").split("\n")
    return lines.filter((line) => {
      const [, here, , state] = line.trim().split(/\s+/)
      return here === local && state === established
    }).length
  } catch {
    return 0 // A /proc that hides it.
  }
}

/** Bytes of the files below a folder; 0 when there is none. */
export function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0
    throw error
  }
}
