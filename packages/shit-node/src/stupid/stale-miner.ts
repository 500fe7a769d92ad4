/** Has not heard of the last block, and mines beside it. */
import { minedLie } from "../craft/mined-lie.ts"
import { misdeed } from "../misdeed.ts"

export const staleMiner = misdeed(
  {
    name: "stale-miner",
    kind: "stupid",
    does: "Mines the last block's transfer once more on that block's parent, so that two blocks have one height.",
    honestNodesMust: "keep the block as a side branch, and stay on the chain they had first",
    refusedAs: [],
    banned: false,
  },
  ({ forger }) => {
    let before = ""
    return minedLie(forger, (turn) => {
      const last = forger.headBlock()
      const parent = last === undefined ? undefined : forger.parentOf(last)
      // One rival for each block: two would be a cheat's work.
      if (last === undefined || parent === undefined || parent.hash === before) return undefined
      before = parent.hash
      return forger.draft(parent, forger.transferOf(last), Math.max(forger.head().timestampMs, turn.wallMs))
    })
  },
)
