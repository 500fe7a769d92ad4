/** What a receipt says, in words: `214 messages stopped on 3 connections`. */
import type { Receipt } from "@watercooler/kernel"

/** What happens to a message, or to a turn, that a fault touches. */
const DEEDS: Readonly<Record<string, readonly [one: string, many: string, deed: string]>> = {
  cut: ["message", "messages", "stopped"],
  stall: ["message", "messages", "held"],
  refuse: ["request", "requests", "refused"],
  reset: ["connection", "connections", "reset"],
  latency: ["message", "messages", "delayed"],
  "slow-close": ["closing", "closings", "delayed"],
  bandwidth: ["message", "messages", "slowed"],
  drop: ["message", "messages", "lost"],
  duplicate: ["message", "messages", "doubled"],
  reorder: ["message", "messages", "held back"],
  corrupt: ["message", "messages", "changed"],
  skew: ["turn", "turns", "by a wrong clock"],
  drift: ["turn", "turns", "by a wrong clock"],
  jump: ["turn", "turns", "by a wrong clock"],
  slow: ["time", "times", "slowed"],
}

export function describeReceipt(kind: string, { bytes, connections, messages, processes, records }: Receipt): string {
  const deed = DEEDS[kind]
  if (deed !== undefined) {
    const [one, many, what] = deed
    const where = connections > 0 && kind !== "reset" ? ` on ${counted(connections, "connection", "connections")}` : ""
    return `${counted(messages, one, many)} ${what}${where}`
  }
  if (kind === "heal") return `${counted(connections, "fault", "faults")} ended`
  if (kind.startsWith("disk-")) return `${counted(records ?? 0, "record", "records")} touched`
  const disk = records === undefined ? [] : [counted(records, "record", "records")]
  const lost = bytes > 0 ? [`${bytes} bytes`] : []
  return [counted(processes, "process", "processes"), counted(connections, "connection", "connections"), ...disk, ...lost].join(", ")
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
