/** Blocks that were ever k deep on the main chain of an honest node: nobody may take these back. */
import type { Micros, NoteEvent } from "@watercooler/kernel"
import type { Evidence } from "./evidence.ts"
import { textOf } from "./facts.ts"

export interface Settled {
  readonly node: string
  readonly hash: string
  readonly height: number
  readonly t: Micros
  /** The move of the head that buried it. */
  readonly event: NoteEvent
}

/** The deepest block that each move of a head settled. Its ancestors are settled with it. */
export function settledBlocks({ honestNotes, lineage, k }: Evidence): readonly Settled[] {
  const settled: Settled[] = []
  for (const event of honestNotes("head-moved")) {
    const head = textOf(event.fact, "head")
    const hash = head === undefined ? undefined : lineage.ancestor(head, k)
    const height = hash === undefined ? undefined : lineage.heightOf(hash)
    if (hash !== undefined && height !== undefined && height > 0) settled.push({ node: event.node, hash, height, t: event.t, event })
  }
  return settled
}

/** All settled blocks, by hash. */
export function settledHashes(evidence: Evidence): ReadonlySet<string> {
  const hashes = new Set<string>()
  for (const { hash } of settledBlocks(evidence)) {
    for (let at: string | undefined = hash; at !== undefined && !hashes.has(at); at = evidence.lineage.parentOf(at)) hashes.add(at)
  }
  return hashes
}
