/** How figures and events are said to a person. */
import type { JournalEvent } from "@watercooler/kernel"

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
      if (event.what === "began") return `${event.fault.kind} ${event.fault.node} (${event.by})${diskOf(event.fault.disk)}`
      return event.what === "refused" ? `${event.fault.kind} ${event.fault.node} refused: ${event.because}` : undefined
    case "phase":
      return event.phase === "closed" ? undefined : `${event.phase} begins`
    default:
      return undefined
  }
}

function sayProcess(event: Extract<JournalEvent, { type: "process" }>): string | undefined {
  if (event.what === "ready") return `${event.subject} is ready`
  if (event.what !== "ended" || event.unasked !== true) return undefined
  return `${event.subject} ended by itself, ${event.signal ?? `exit code ${event.exitCode}`}`
}

function diskOf(disk: unknown): string {
  return disk === undefined || disk === "kept" ? "" : `, disk ${disk}`
}
