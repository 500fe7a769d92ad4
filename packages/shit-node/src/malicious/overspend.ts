/** Pays with money it does not have. */
import { minedLie } from "../craft/mined-lie.ts"
import { somebody } from "../craft/say.ts"
import { misdeed } from "../misdeed.ts"

export const overspend = misdeed(
  {
    name: "overspend",
    kind: "malicious",
    does: "Mines a block in which it pays a thousand coins more than it has.",
    honestNodesMust: "refuse the block for the balance, and ban who sent it",
    refusedAs: ["overspent"],
    banned: true,
  },
  ({ forger }) =>
    minedLie(forger, (turn) => {
      const { balance, nonce } = forger.account()
      const transfer = forger.transfer({ to: somebody(forger, turn).key, amount: balance + 1_000, nonce })
      return forger.draft(forger.head(), transfer, Math.max(forger.head().timestampMs, turn.wallMs))
    }),
)
