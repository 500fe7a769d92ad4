/** Steals: pays itself with somebody else's money. */
import { minedLie } from "../craft/mined-lie.ts"
import { somebody } from "../craft/say.ts"
import { misdeed } from "../misdeed.ts"

export const forgedSignature = misdeed(
  {
    name: "forged-signature",
    kind: "malicious",
    does: "Mines a block in which a peer pays it, signed with its own key instead of the peer's.",
    honestNodesMust: "refuse the block for the transfer's signature, and ban who sent it",
    refusedAs: ["bad-signature"],
    banned: true,
  },
  ({ forger }) =>
    minedLie(forger, (turn) => {
      const victim = somebody(forger, turn)
      const transfer = forger.transfer({ from: victim.key, to: forger.self.key, amount: 1, nonce: 0 })
      return forger.draft(forger.head(), transfer, Math.max(forger.head().timestampMs, turn.wallMs))
    }),
)
