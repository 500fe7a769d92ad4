/** One fault, as data: the same shape for a scenario, the Boss, a button in the dashboard and the simulator. */
import type { Json } from "@watercooler/kernel"
import { vocabulary } from "./vocabulary.ts"

/**
 * What becomes of a node's disk while nobody works there. kept: as it was. wiped: empty. torn: the store left part of a record that
 * it never acknowledged. rotten: acknowledged bytes have changed.
 */
export const disks = ["kept", "wiped", "torn", "rotten"] as const
export type Disk = (typeof disks)[number]

export type ProcessFault =
  | { readonly kind: "fire"; readonly node: string }
  | { readonly kind: "layoff"; readonly node: string }
  | { readonly kind: "hire"; readonly node: string; readonly disk: Disk }
  | { readonly kind: "pause"; readonly node: string }
  | { readonly kind: "resume"; readonly node: string }

export type Fault = ProcessFault

/** A fault, or why these words are none. */
export type ParsedFault = { readonly ok: true; readonly fault: Fault } | { readonly ok: false; readonly because: string }

/** Reads a fault that came from outside. What no world can do yet is refused with the sentence of its entry, never skipped. */
export function parseFault(words: Json): ParsedFault {
  if (typeof words !== "object" || words === null || Array.isArray(words)) return no(`a fault is an object, not ${JSON.stringify(words)}`)
  const { kind, node, disk = "kept" } = words as { readonly [word: string]: Json | undefined }
  const entry = vocabulary.find((candidate) => candidate.name === kind)
  if (entry === undefined) return no(`there is no fault named ${JSON.stringify(kind)}`)
  if (entry.real === "later") return no(entry.because)
  if (typeof node !== "string" || node === "") return no(`${entry.name} needs the name of a node`)
  switch (entry.name) {
    case "fire":
    case "layoff":
    case "pause":
    case "resume":
      return { ok: true, fault: { kind: entry.name, node } }
    case "hire":
      if (!disks.some((known) => known === disk)) return no(`a disk is ${disks.join(", ")}, not ${JSON.stringify(disk)}`)
      return { ok: true, fault: { kind: "hire", node, disk: disk as Disk } }
  }
}

/** One line for a person. */
export function describeFault(fault: Fault): string {
  return fault.kind === "hire" && fault.disk !== "kept" ? `hire ${fault.node}, disk ${fault.disk}` : `${fault.kind} ${fault.node}`
}

function no(because: string): ParsedFault {
  return { ok: false, because }
}
