/** What programs have said of themselves, and what was seen of them: how they are told where to say it, and how it becomes their journals. */
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { JournalEvent } from "@watercooler/kernel"
import type { RunFolder } from "../office/folder.ts"
import { readJournal } from "../office/journal.ts"

/** Written by Sauron, in the order in which it came. */
export const toldFile = (folder: RunFolder): string => join(folder.processes, "told.ndjson")
/** Written by the switchboard. */
export const sightingsFile = (folder: RunFolder): string => join(folder.processes, "requests.ndjson")

/** `address`: of this node alone. The names are those of OpenTelemetry's specification of environment variables. */
export function tellingEnv(address: string, name: string): Readonly<Record<string, string>> {
  return {
    WATERCOOLER_NOTES: `${address}/notes`,
    OTEL_EXPORTER_OTLP_ENDPOINT: address,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_SERVICE_NAME: name,
    OTEL_METRICS_EXPORTER: "none",
    // Whoever is fired has told what it has done until half a second before.
    OTEL_BSP_SCHEDULE_DELAY: "500",
    OTEL_BLRP_SCHEDULE_DELAY: "500",
  }
}

/** A journal for each node, in the order of time and numbered without gaps, as our own nodes write theirs. */
export function sortTold(folder: RunFolder, names: readonly string[]): void {
  const byNode = new Map<string, JournalEvent[]>(names.map((name) => [name, []]))
  for (const file of [toldFile(folder), sightingsFile(folder)].filter((each) => existsSync(each)))
    for (const event of readJournal(file)) byNode.get(event.node)?.push(event)
  for (const [name, events] of byNode) {
    if (events.length === 0) continue
    const lines = events.sort((a, b) => a.t - b.t).map((event, at) => JSON.stringify({ ...event, seq: at + 1 }))
    writeFileSync(folder.node(name).journal, `${lines.join("\n")}\n`, { mode: 0o600 })
  }
}
