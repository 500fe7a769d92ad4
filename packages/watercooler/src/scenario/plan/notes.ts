/** The notes that nodes write, for faults that wait for one. A test compares this list with what the nodes' sources write. */
import { nearest } from "../../input/suggest.ts"
import type { Path } from "../read/path.ts"
import type { Objections } from "./objections.ts"

export const NOTES = [
  "banned",
  "block-mined",
  "block-stored",
  "head-moved",
  "leaving",
  "misdeed",
  "offence",
  "peer-added",
  "peer-dropped",
  "range-stored",
  "rejected",
  "synced",
  "transfer-accepted",
  "transfer-acknowledged",
  "transfer-confirmed",
  "transfer-failed",
  "transfer-refused",
  "unbanned",
  "woke",
  "workload-stopped",
] as const

/** A note that nobody ever writes would be waited for in silence. */
export function checkNote(note: string, path: Path, objections: Objections): void {
  if (NOTES.some((known) => known === note)) return
  const near = nearest(note, NOTES)
  const expected = near === undefined ? `a note that nodes write: ${NOTES.join(", ")}` : `a note that nodes write. Did you mean ${near}?`
  objections.add(path, `nobody notes ${note}`, expected, `notes: ${near ?? "head-moved"}`)
}
