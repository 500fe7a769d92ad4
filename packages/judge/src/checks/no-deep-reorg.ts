/** Does what is k blocks deep stay, and is anything taken back only for more? */
import { shortName } from "@watercooler/kernel"
import type { Evidence } from "../evidence.ts"
import { numberOf, textOf } from "../facts.ts"
import { settledBlocks } from "../settled.ts"
import { type Finding, inconclusive, passed, violated } from "../verdict.ts"
import { plural, seconds, shortHash } from "../words.ts"
import { type Check, hasChains } from "./check.ts"

export const noDeepReorg: Check = {
  name: "no-deep-reorg",
  phase: "always",
  claim: "No honest node ever takes back a block that is more than k deep, nor any block for a chain that is no longer.",
  applies: hasChains,
  examine(evidence) {
    const moves = evidence.honestNotes("head-moved")
    if (moves.length === 0) return inconclusive("No head has moved.")
    let deepest = 0
    let reorgs = 0
    const heights = new Map<string, number>()
    for (const event of moves) {
      const { fact, node, t } = event
      const depth = depthOf(evidence, textOf(fact, "previous"), textOf(fact, "head"), numberOf(fact, "reorgDepth") ?? 0)
      if (depth > evidence.k) {
        const what = `took back ${plural(depth, "block")} at ${seconds(t)}, of at most ${evidence.k}`
        return violated(`${shortName(node)} ${what}.`, { t, nodes: [node], event })
      }
      const height = numberOf(fact, "height") ?? 0
      const before = heights.get(`${node} ${textOf(fact, "previous")}`)
      if (depth > 0 && before !== undefined && height <= before) {
        const what = `took back ${plural(depth, "block")} at ${seconds(t)} for a chain that is no longer: it was at height ${before}, and is at ${height}`
        return violated(`${shortName(node)} ${what}.`, { t, nodes: [node], event })
      }
      heights.set(`${node} ${textOf(fact, "head")}`, height)
      deepest = Math.max(deepest, depth)
      if (depth > 0) reorgs += 1
    }
    return (
      vanished(evidence) ??
      passed(`${plural(moves.length, "head move")}, ${plural(reorgs, "reorg")}, the deepest ${deepest} of at most ${evidence.k}.`)
    )
  },
}

/** What the node says, or what the blocks say, if that is more. */
function depthOf({ lineage }: Evidence, previous: string | undefined, head: string | undefined, said: number): number {
  if (previous === undefined || head === undefined) return said
  return Math.max(said, lineage.blocksLeft(previous, head) ?? 0)
}

/** A crash must not do what a reorg may not. */
function vanished(evidence: Evidence): Finding | undefined {
  const finals = new Map(evidence.honest.map((final) => [final.node, evidence.chains.blocksOf(final)]))
  for (const { node, hash, height, t, event } of settledBlocks(evidence)) {
    const now = finals.get(node)?.[height - 1]?.hash
    if (now !== undefined && now !== hash) {
      const what = `${shortHash(hash)} at height ${height}, ${evidence.k} deep at ${seconds(t)}, and has ${shortHash(now)} there now`
      return violated(`${shortName(node)} had ${what}.`, { t, nodes: [node], event })
    }
  }
  return undefined
}
