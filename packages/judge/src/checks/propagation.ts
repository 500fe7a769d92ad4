/** Did every block get everywhere? */
import { shortName } from "@watercooler/kernel"
import { blockAfterCalm, whyUndecided } from "../calm.ts"
import { commonest } from "../chains.ts"
import type { Evidence } from "../evidence.ts"
import { textOf } from "../facts.ts"
import { type FirstBad, inconclusive, passed, violated } from "../verdict.ts"
import { plural, shortHash, shortNames } from "../words.ts"
import { type Check, hasSeveralChains, living, speechless } from "./check.ts"

export const propagation: Check = {
  name: "propagation",
  phase: "after-calm",
  claim: "Every block of the final chain is on every living honest node.",
  applies: hasSeveralChains,
  examine(evidence) {
    const alive = living(evidence)
    const most = commonest(alive)
    if (!most || alive.length < 2) return inconclusive(`Only ${plural(alive.length, "honest node")} could be asked for blocks.`)
    const final = evidence.chains.blocksOf(most)
    for (const state of alive) {
      const own = new Set(evidence.chains.blocksOf(state).map(({ hash }) => hash))
      const lacking = final.filter(({ hash }) => !own.has(hash))
      const [first] = lacking
      if (!first) continue
      const what = `lacks ${plural(lacking.length, "block")} of ${final.length}, the first ${shortHash(first.hash)} at height ${first.number}`
      const figures = `${shortName(state.node)} ${what}`
      if (!blockAfterCalm(evidence)) return inconclusive(`${figures}; but ${whyUndecided(evidence)}.`)
      return violated(`${figures}.`, whenMade(evidence, first.hash, state.node))
    }
    const silent = speechless(evidence)
    if (silent.length > 0) return inconclusive(`${shortNames(silent.map(({ node }) => node))} did not say which blocks it has.`)
    if (final.length === 0) return inconclusive("No block was made.")
    return passed(`${plural(final.length, "block")} on each of ${alive.length} honest nodes.`)
  },
}

/** Where the block that did not arrive was first seen. */
function whenMade(evidence: Evidence, hash: string, node: string): FirstBad {
  const event = evidence.notes("block-stored").find(({ fact }) => textOf(fact, "hash") === hash)
  return event ? { t: event.t, nodes: [node], event } : { t: evidence.endedAt, nodes: [node] }
}
