/**
 * Whose socket it is at the other end of a connection: its inode from /proc/net/tcp, looked for among the file descriptors of our children. A few
 * milliseconds each, which is why the supervisor does it, and not the process that carries the traffic.
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs"

/** Whether this machine tells. */
export const canTellDiallers = process.platform === "linux"

/** Names by the number of the process group that each is. */
export type Groups = ReadonlyMap<number, string>

export function whoDialled(fromPort: number, toPort: number, groups: Groups): string | undefined {
  const inode = inodeIn(["/proc/net/tcp", "/proc/net/tcp6"], line(ending(fromPort), ending(toPort)))
  return inode === undefined ? undefined : whoHolds(inode, groups)
}

/** The same for datagrams, whose sockets have no other end. */
export function whoSends(fromPort: number, groups: Groups): string | undefined {
  const inode = inodeIn(DATAGRAMS, line(ending(fromPort), ANY))
  return inode === undefined ? undefined : whoHolds(inode, groups)
}

/** Whether somebody takes datagrams there. */
export function takesDatagrams(port: number): boolean {
  return inodeIn(DATAGRAMS, line(ending(port), ANY)) !== undefined
}

function whoHolds(inode: string, groups: Groups): string | undefined {
  for (const [pid, name] of groups) if (holds(pid, inode)) return name
  for (const [pid, group] of membersOf(groups)) if (holds(pid, inode)) return groups.get(group)
  return undefined
}

const DATAGRAMS = ["/proc/net/udp", "/proc/net/udp6"]
const ANY = ":[0-9A-F]{4}"

/**
 * A line: `sl local remote state queues timers retransmits uid timeout inode …`, addresses in hexadecimal. Where each request has a connection of its own there
 * are thousands, of connections that have ended, so they are looked through as one text.
 */
const line = (local: string, remote: string): RegExp =>
  new RegExp(`^ *\\d+: [0-9A-F]+${local} [0-9A-F]+${remote} \\S+ \\S+ \\S+ \\S+ +\\d+ +\\d+ (\\d+)`, "gm")

/** Whatever has ended belongs to nobody any more, and has the number 0. */
function inodeIn(files: readonly string[], pattern: RegExp): string | undefined {
  for (const file of files) for (const [, inode] of textOf(file).matchAll(pattern)) if (inode !== "0") return inode
  return undefined
}

const ending = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, "0")}`

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return "" // A kernel without IPv6 has no tcp6.
  }
}

function holds(pid: number, inode: string): boolean {
  const wanted = `socket:[${inode}]`
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => pointsTo(`/proc/${pid}/fd/${descriptor}`, wanted))
  } catch {
    return false // It has ended, or is somebody else's.
  }
}

function pointsTo(link: string, wanted: string): boolean {
  try {
    return readlinkSync(link) === wanted
  } catch {
    return false // Closed meanwhile.
  }
}

/** Children of programs that start some: every process whose group is one of ours. */
function membersOf(groups: Groups): readonly (readonly [pid: number, group: number])[] {
  return readdirSync("/proc").flatMap((word) => {
    const pid = Number(word)
    if (!Number.isInteger(pid) || groups.has(pid)) return []
    const group = groupOf(pid)
    return group !== undefined && groups.has(group) ? [[pid, group] as const] : []
  })
}

function groupOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    return Number(stat.slice(stat.lastIndexOf(") ") + 2).split(" ")[2])
  } catch {
    return undefined // It has ended.
  }
}
