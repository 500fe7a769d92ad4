/** One fault, as data: the same shape for a scenario, the Boss, a button in the dashboard and the simulator. */
import type { Json } from "@watercooler/kernel"
import { vocabulary } from "./vocabulary.ts"

/**
 * What becomes of a node's disk while nobody works there. kept: as it was. wiped: empty. torn: the store left part of a record that
 * it never acknowledged. rotten: acknowledged bytes have changed.
 */
export const disks = ["kept", "wiped", "torn", "rotten"] as const
export type Disk = (typeof disks)[number]

/** Somebody who was never here before. What is left out is as in the rest of the office. */
export type Newcomer = {
  readonly party?: (typeof newcomerKinds)[number]
  /** Of a shit; drawn when left out. */
  readonly misdeeds?: readonly string[]
  /** By whom it joins, in place of the tracker. */
  readonly boot?: string
}
export const newcomerKinds = ["bigload", "bigcrap", "wall", "shit"] as const

export type ProcessFault =
  | { readonly kind: "fire"; readonly node: string }
  | { readonly kind: "layoff"; readonly node: string }
  | { readonly kind: "hire"; readonly node: string; readonly disk: Disk; readonly newcomer?: Newcomer }
  | { readonly kind: "pause"; readonly node: string }
  | { readonly kind: "resume"; readonly node: string }

export type Fault = ProcessFault

/** A fault, or why these words are none. */
export type ParsedFault = { readonly ok: true; readonly fault: Fault } | { readonly ok: false; readonly because: string }

/** Reads a fault that came from outside. One that lasts is refused with a sentence: `parseAnyFault` reads it. */
export function parseFault(words: Json): ParsedFault {
  if (typeof words !== "object" || words === null || Array.isArray(words)) return no(`a fault is an object, not ${JSON.stringify(words)}`)
  const { kind } = words as { readonly [word: string]: Json | undefined }
  const entry = vocabulary.find((candidate) => candidate.name === kind)
  if (entry === undefined) return no(`there is no fault named ${JSON.stringify(kind)}`)
  if (entry.by === "the switchboard" || entry.by === "the node's host" || kind === "slow")
    return no(`${entry.name} lasts: it is begun and ended, not carried out`)
  return parseProcessFault(words)
}

/** Reads a fault of a process. */
export function parseProcessFault(words: Json): ParsedFault {
  if (typeof words !== "object" || words === null || Array.isArray(words)) return no(`a fault is an object, not ${JSON.stringify(words)}`)
  const { kind, node, disk = "kept", newcomer } = words as { readonly [word: string]: Json | undefined }
  if (typeof node !== "string" || node === "") return no(`${String(kind)} needs the name of a node`)
  switch (kind) {
    case "fire":
    case "layoff":
    case "pause":
    case "resume":
      return { ok: true, fault: { kind, node } }
    case "hire":
      if (!disks.some((known) => known === disk)) return no(`a disk is ${disks.join(", ")}, not ${JSON.stringify(disk)}`)
      return hireOf(node, disk as Disk, newcomer)
    default:
      return no(`a fault of a process is fire, layoff, hire, pause or resume, not ${JSON.stringify(kind)}`)
  }
}

function hireOf(node: string, disk: Disk, words: Json | undefined): ParsedFault {
  if (words === undefined) return { ok: true, fault: { kind: "hire", node, disk } }
  if (typeof words !== "object" || words === null || Array.isArray(words)) return no("a newcomer is an object")
  const { party, misdeeds, boot } = words as { readonly [word: string]: Json | undefined }
  if (party !== undefined && !newcomerKinds.some((known) => known === party))
    return no(`a newcomer is ${newcomerKinds.join(", ")}, not ${JSON.stringify(party)}`)
  if (misdeeds !== undefined && !(Array.isArray(misdeeds) && misdeeds.every((misdeed) => typeof misdeed === "string")))
    return no("misdeeds are a list of names")
  if (boot !== undefined && typeof boot !== "string") return no("boot is the name of a node")
  if (disk !== "kept") return no(`a newcomer has a new disk, not one that is ${disk}`)
  return { ok: true, fault: { kind: "hire", node, disk, newcomer: words as Newcomer } }
}

/** What ends a fault when its time is over. Undefined for what has no end: a node that was hired or goes on is where it should be. */
export function undoOf({ kind, node }: ProcessFault): Extract<ProcessFault, { kind: "hire" | "resume" }> | undefined {
  if (kind === "fire" || kind === "layoff") return { kind: "hire", node, disk: "kept" }
  return kind === "pause" ? { kind: "resume", node } : undefined
}

/** One line for a person. */
export function describeFault(fault: Fault): string {
  if (fault.kind === "hire" && fault.newcomer !== undefined) return `hire ${fault.node}, who is new`
  return fault.kind === "hire" && fault.disk !== "kept" ? `hire ${fault.node}, disk ${fault.disk}` : `${fault.kind} ${fault.node}`
}

function no(because: string): ParsedFault {
  return { ok: false, because }
}
