/** Forges a block without the work. */
import { everybody, push, somebody } from "../craft/say.ts"
import { misdeed } from "../misdeed.ts"

export const blockWithoutWork = misdeed(
  {
    name: "block-without-work",
    kind: "malicious",
    does: "Sends a block that is right in everything but its proof of work.",
    honestNodesMust: "refuse the block for its hash, and ban who sent it",
    refusedAs: ["too-little-work"],
    banned: true,
  },
  ({ forger }) => ({
    act(turn) {
      const peers = everybody(forger)
      if (peers.length === 0) return false
      const transfer = forger.transfer({ to: somebody(forger, turn).key, amount: 1, nonce: forger.account().nonce })
      const block = forger.unworked(forger.draft(forger.head(), transfer, Math.max(forger.head().timestampMs, turn.wallMs)))
      push(forger, peers, block, turn)
      turn.confess({ hash: forger.placeOf(block).hash, peers: peers.length })
      return true
    },
  }),
)
