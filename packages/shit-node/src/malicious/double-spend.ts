/** Spends the same coin twice: once in each half of the network. */
import { rivals } from "../craft/rivals.ts"
import { somebody } from "../craft/say.ts"
import { misdeed } from "../misdeed.ts"

export const doubleSpend = misdeed(
  {
    name: "double-spend",
    kind: "malicious",
    does: "Signs two transfers with one nonce, mines both on the head, and sends one to each half of its peers.",
    honestNodesMust: "keep one of the two, agree again with the next block, and ban who signed both",
    refusedAs: ["double-signed"],
    banned: true,
  },
  ({ forger }) =>
    rivals(forger, {
      bothToAll: false,
      drafts(turn) {
        const head = forger.head()
        const { nonce } = forger.account()
        const at = Math.max(head.timestampMs, turn.wallMs)
        const paid = forger.transfer({ to: somebody(forger, turn).key, amount: 1, nonce })
        const kept = forger.transfer({ to: forger.self.key, amount: 1, nonce })
        return [forger.draft(head, paid, at), forger.draft(head, kept, at)]
      },
    }),
)
