/** Was there a fork at all? For scenarios about forks: asked for by name only. */
import { shortName } from "@watercooler/kernel"
import { numberOf } from "../facts.ts"
import { inconclusive, passed } from "../verdict.ts"
import { plural, seconds } from "../words.ts"
import type { Check } from "./check.ts"

export const forkHappened: Check = {
  name: "fork-happened",
  phase: "sometimes",
  claim: "At least one honest node left one branch for another.",
  applies: () => false,
  examine({ honestNotes }) {
    const reorgs = honestNotes("head-moved").filter(({ fact }) => (numberOf(fact, "reorgDepth") ?? 0) > 0)
    const [first] = reorgs
    if (!first) return inconclusive("No fork happened, so nothing was learnt about forks.")
    return passed(`${plural(reorgs.length, "reorg")}, the first on ${shortName(first.node)} at ${seconds(first.t)}.`)
  },
}
