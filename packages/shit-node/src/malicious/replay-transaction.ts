/** Makes somebody pay twice. */
import { minedLie } from "../craft/mined-lie.ts"
import { misdeed } from "../misdeed.ts"

export const replayTransaction = misdeed(
  {
    name: "replay-transaction",
    kind: "malicious",
    does: "Mines a block that holds the last block's transfer once more.",
    honestNodesMust: "refuse the block for the transfer's nonce, and ban who sent it",
    refusedAs: ["wrong-nonce"],
    banned: true,
  },
  ({ forger }) =>
    minedLie(forger, (turn) => {
      const last = forger.headBlock()
      if (last === undefined) return undefined
      return forger.draft(forger.head(), forger.transferOf(last), Math.max(forger.head().timestampMs, turn.wallMs))
    }),
)
