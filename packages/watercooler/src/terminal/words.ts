/** How figures and events are said to a person. */
import { describeReceipt } from "@watercooler/boss/faults"
import type { JournalEvent } from "@watercooler/kernel"
import { shortEnds } from "./ends.ts"

export function seconds(ms: number): string {
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1_000)} s`
}

/** `1 block`, `2 blocks`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

export function shortHash(hash: string): string {
  return hash.slice(0, 8)
}

/** One line for an event that a person wants to hear of; undefined for all others. */
export function sayEvent(event: JournalEvent): string | undefined {
  switch (event.type) {
    case "process":
      return sayProcess(event)
    case "fault":
      return sayFault(event)
    case "phase":
      return event.phase === "closed" ? undefined : `${event.phase} begins`
    default:
      return undefined
  }
}

function sayFault({ because, by, fault, receipt, what }: Extract<JournalEvent, { type: "fault" }>): string | undefined {
  const { from, to, node = "" } = fault as { readonly from?: readonly string[]; readonly to?: readonly string[]; readonly node?: string }
  const lasts = from !== undefined || !["fire", "layoff", "hire", "pause", "resume", "upgrade"].includes(fault.kind)
  const ends = from === undefined ? shortEnds(node) : shortEnds(`${from.join(", ")} ${fault.both === true ? "↔" : "→"} ${to?.join(", ")}`)
  const other =
    fault.kind === "upgrade" && typeof fault.to === "string" ? `${fault.back === true ? " back" : ""} to ${shortCommand(fault.to)}` : ""
  if (what === "began") return `${fault.kind} ${ends}${other} (${by})${diskOf(fault.disk)}`
  if (what === "refused") return `${fault.kind} ${ends}${other} refused: ${because}`
  return what === "ended" && lasts && receipt !== undefined
    ? `${fault.kind} ${ends} is over: ${describeReceipt(fault.kind, receipt)}`
    : undefined
}

const commandLetters = 100

/** With its end, where what is special about a command mostly is. */
function shortCommand(command: string): string {
  const half = commandLetters / 2
  return command.length <= commandLetters ? command : `${command.slice(0, half)} … ${command.slice(-half)}`
}

function sayProcess(event: Extract<JournalEvent, { type: "process" }>): string | undefined {
  if (event.what === "ready") return `${event.subject} is ready`
  if (event.what !== "ended" || event.unasked !== true) return undefined
  return `${event.subject} ended by itself, ${event.signal ?? `exit code ${event.exitCode}`}`
}

function diskOf(disk: unknown): string {
  return disk === undefined || disk === "kept" ? "" : `, disk ${disk}`
}
