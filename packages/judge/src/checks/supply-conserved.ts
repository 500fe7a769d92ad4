/** Are there just as many coins as there should be, and none of them owed? */
import { shortName } from "@watercooler/kernel"
import { Ledger } from "../crapcoin/index.ts"
import { inconclusive, passed, violated } from "../verdict.ts"
import { plural, shortHash } from "../words.ts"
import { type Check, hasChains } from "./check.ts"

export const supplyConserved: Check = {
  name: "supply-conserved",
  phase: "always",
  claim: "No balance is ever negative, and all balances sum to the allocations plus one subsidy a block.",
  applies: hasChains,
  examine({ genesis, honest, chains, endedAt }) {
    if (!genesis) return inconclusive("The rules of the run hold no genesis to count from.")
    const allocated = genesis.allocations.reduce((sum, { amount }) => sum + amount, 0)
    let highest = 0
    for (const final of honest) {
      const ledger = new Ledger(genesis)
      const name = shortName(final.node)
      const blocks = chains.blocksOf(final)
      for (const block of blocks) {
        ledger.apply(block)
        const { from } = block.transaction
        const balance = ledger.balanceOf(from)
        if (balance < 0) {
          const what = `the account ${shortHash(from)} at ${balance} after block ${block.number}`
          return violated(`${name} holds a chain that leaves ${what}: coins out of nothing.`, { t: endedAt, nodes: [final.node] })
        }
      }
      const expected = allocated + genesis.subsidy * blocks.length
      if (ledger.supply() !== expected) {
        const figures = `${ledger.supply()} coins at height ${blocks.length} instead of ${expected}`
        return violated(`${name} holds a chain with ${figures}.`, { t: endedAt, nodes: [final.node] })
      }
      highest = Math.max(highest, blocks.length)
    }
    if (highest === 0) return inconclusive("No block was made, so no coin has moved.")
    return passed(
      `${allocated + genesis.subsidy * highest} coins at height ${highest}: ${allocated} allocated and ${plural(highest, "subsidy", "subsidies")} of ${genesis.subsidy}.`,
    )
  },
}
