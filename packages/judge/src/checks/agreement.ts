/** Do all honest nodes end up with one head? */
import { shortName } from "@watercooler/kernel"
import { blockAfterCalm, whyUndecided } from "../calm.ts"
import { commonest } from "../chains.ts"
import type { Evidence } from "../evidence.ts"
import { textOf } from "../facts.ts"
import type { FinalState } from "../input.ts"
import { type FirstBad, inconclusive, passed, violated } from "../verdict.ts"
import { plural, shortHash, shortNames } from "../words.ts"
import { type Check, hasSeveralChains, living, speechless } from "./check.ts"

export const agreement: Check = {
  name: "agreement",
  phase: "after-calm",
  claim: "After the calm and one more block, all living honest nodes have the same head.",
  applies: hasSeveralChains,
  examine(evidence) {
    const alive = living(evidence)
    const most = commonest(alive)
    if (!most || alive.length < 2) return inconclusive(`Only ${plural(alive.length, "honest node")} could be asked for a head.`)
    const others = alive.filter(({ head }) => head !== most.head)
    const [other] = others
    if (other) {
      const figures = `${holds(most)}, ${holds(other)}`
      if (!blockAfterCalm(evidence)) return inconclusive(`${figures}; but ${whyUndecided(evidence)}.`)
      return violated(
        `${figures}.`,
        lastMove(
          evidence,
          other,
          [most, ...others].map(({ node }) => node),
        ),
      )
    }
    const silent = speechless(evidence)
    if (silent.length > 0) return inconclusive(`${shortNames(silent.map(({ node }) => node))} did not say which head it has.`)
    if (most.height === 0) return inconclusive("No block was made: all heads are the genesis.")
    return passed(`${alive.length} honest nodes hold ${shortHash(most.head)} at height ${most.height}.`)
  },
}

const holds = ({ node, head, height }: FinalState): string => `${shortName(node)} holds ${shortHash(head)} at height ${height}`

/** Where the odd one out took the head that it kept. */
function lastMove(evidence: Evidence, { node, head }: FinalState, nodes: readonly string[]): FirstBad {
  const event = evidence.notes("head-moved").findLast((note) => note.node === node && textOf(note.fact, "head") === head)
  return event ? { t: event.t, nodes, event } : { t: evidence.endedAt, nodes }
}
