/** Is every transfer in a chain once only? */
import { shortName } from "@watercooler/kernel"
import { inconclusive, passed, violated } from "../verdict.ts"
import { plural, shortHash } from "../words.ts"
import { type Check, hasChains } from "./check.ts"

export const noncesUnique: Check = {
  name: "nonces-unique",
  phase: "always",
  claim: "No chain of an honest node holds two transfers of one sender with the same nonce.",
  applies: hasChains,
  examine({ honest, chains, endedAt }) {
    let most = 0
    for (const final of honest) {
      const heights = new Map<string, number>()
      for (const { number, transaction } of chains.blocksOf(final)) {
        const spent = `${transaction.from} ${transaction.nonce}`
        const before = heights.get(spent)
        if (before !== undefined) {
          const what = `nonce ${transaction.nonce} of ${shortHash(transaction.from)} twice, at heights ${before} and ${number}`
          return violated(`${shortName(final.node)} holds ${what}.`, { t: endedAt, nodes: [final.node] })
        }
        heights.set(spent, number)
      }
      most = Math.max(most, heights.size)
    }
    if (most === 0) return inconclusive("No transfer is in any chain.")
    return passed(`${plural(most, "transfer")} on the longest chain, each sender's nonces all different.`)
  },
}
