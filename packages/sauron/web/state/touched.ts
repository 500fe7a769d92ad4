/** A receipt in words: how much a fault has touched, as a list of what there is to say. */
import type { Receipt } from "@watercooler/kernel"
import { several } from "./words.ts"

export function touched({ processes, connections, messages, bytes, records }: Receipt): readonly string[] {
  return [
    processes > 0 ? several(processes, "process", "processes") : "",
    connections > 0 ? several(connections, "connection") : "",
    messages > 0 ? several(messages, "message") : "",
    records !== undefined && records > 0 ? several(records, "record") : "",
    messages === 0 && processes === 0 && bytes > 0 ? several(bytes, "byte") : "",
  ].filter((part) => part !== "")
}
