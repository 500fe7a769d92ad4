/** Does every honest node hold a chain that is valid from its genesis on? */

import { shortName } from "@watercooler/kernel"
import { describeRefusal, readBlock } from "../crapcoin/index.ts"
import type { Evidence } from "../evidence.ts"
import { textOf } from "../facts.ts"
import type { FinalState } from "../input.ts"
import { type FirstBad, inconclusive, passed, violated } from "../verdict.ts"
import { plural, shortHash } from "../words.ts"
import { type Check, hasChains } from "./check.ts"

export const chainValid: Check = {
  name: "chain-valid",
  phase: "always",
  claim: "The chain of every honest node replays valid from its genesis, by a verifier that is not the node's own.",
  applies: hasChains,
  examine(evidence) {
    if (!evidence.genesis) return inconclusive("The rules of the run hold no genesis to replay from.")
    let highest = 0
    for (const final of evidence.honest) {
      const name = shortName(final.node)
      if (!evidence.chains.sharesGenesis(final)) {
        return violated(`${name} works with another genesis than the run's.`, { t: evidence.endedAt, nodes: [final.node] })
      }
      const replay = evidence.chains.replay(final)
      if (replay && !replay.ok) {
        const block = readBlock(final.blocks[replay.height])
        const hash = typeof block === "string" ? "" : block.hash
        const where = `block ${replay.height + 1}${hash && ` (${shortHash(hash)})`}`
        return violated(`${name} holds ${where}, which is ${describeRefusal(replay.refusal)}.`, whenStored(evidence, final, hash))
      }
      highest = Math.max(highest, final.blocks.length)
    }
    const incomplete = evidence.honest.find((final) => final.blocks.length !== final.height)
    if (incomplete) {
      const { node, height, blocks } = incomplete
      return inconclusive(`${shortName(node)} is at height ${height}, but showed ${plural(blocks.length, "block")}.`)
    }
    if (highest === 0) return inconclusive(`No block was made: ${plural(evidence.honest.length, "honest chain")}, all empty.`)
    return passed(`${plural(evidence.honest.length, "honest chain")} of up to ${plural(highest, "block")} replayed valid.`)
  },
}

/** The line that tells of the block's arrival, else the end of the run. */
function whenStored(evidence: Evidence, { node }: FinalState, hash: string): FirstBad {
  const event = evidence.notes("block-stored").find((note) => note.node === node && textOf(note.fact, "hash") === hash)
  return event ? { t: event.t, nodes: [node], event } : { t: evidence.endedAt, nodes: [node] }
}
