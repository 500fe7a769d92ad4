/** Says two things about one height. */
import { rivals } from "../craft/rivals.ts"
import { misdeed } from "../misdeed.ts"

export const equivocate = misdeed(
  {
    name: "equivocate",
    kind: "malicious",
    does: "Mines two valid blocks on the head that hold the same transfer, and sends both to all its peers, to each half in another order.",
    honestNodesMust: "keep one of the two, agree again with the next block, and ban who sent both as its own",
    refusedAs: ["rival-blocks"],
    banned: true,
  },
  ({ forger }) =>
    rivals(forger, {
      bothToAll: true,
      drafts(turn) {
        const head = forger.head()
        const at = Math.max(head.timestampMs, turn.wallMs)
        const transfer = forger.transfer({ to: forger.self.key, amount: 1, nonce: forger.account().nonce })
        return [forger.draft(head, transfer, at), forger.draft(head, transfer, at + 1)]
      },
    }),
)
