/** The vital signs that Sauron kept beside its reports, in the order of time. */
import { existsSync, readFileSync } from "node:fs"
import type { Vitals } from "../picture/index.ts"

export function readVitals(file: string | undefined): readonly Vitals[] {
  if (file === undefined || !existsSync(file)) return []
  return readFileSync(file, "utf8").split("\n").flatMap(vitalsIn)
}

function vitalsIn(line: string): readonly Vitals[] {
  try {
    const vitals = JSON.parse(line) as Vitals
    return typeof vitals?.node === "string" && typeof vitals.t === "number" ? [vitals] : []
  } catch {
    return [] // The empty end of the file, or a line that a kill cut short.
  }
}
