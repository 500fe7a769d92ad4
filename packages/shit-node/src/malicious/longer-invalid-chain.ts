/** Offers a chain that is longer than everybody's, and rotten at its root. */
import { Branch } from "../craft/branch.ts"
import { everybody } from "../craft/say.ts"
import type { Forger } from "../forger.ts"
import { misdeed } from "../misdeed.ts"
import type { LiarTurn, Overrides } from "../overrides.ts"

/** How much higher than the head the branch must be, so that it is still longer when it arrives. */
const LEAD = 2
const LENGTH_MAX = 8

export const longerInvalidChain = misdeed(
  {
    name: "longer-invalid-chain",
    kind: "malicious",
    does: "Mines a branch that begins with money it does not have until it is longer than the chain, shows its end, and hands out the rest on demand.",
    honestNodesMust: "go back to the common ancestor, find the rotten block, keep their own chain, and ban who sent the branch",
    refusedAs: ["overspent", "invalid-chain"],
    banned: true,
  },
  ({ forger }) => grow(forger),
)

function grow<Request, Answer>(forger: Forger<Request, Answer>): Overrides<Request, Answer> {
  const branch = new Branch(forger)
  return {
    act(turn) {
      const last = forger.headBlock()
      if (last === undefined || everybody(forger).length === 0) return false
      branch.begin()
      branch.mine(forger.parentOf(last), rotten(forger), turn)
      return true
    },
    worked(_name, block, turn) {
      branch.mined(block)
      const tip = forger.placeOf(block)
      if (tip.height >= forger.head().height + LEAD || branch.length >= LENGTH_MAX) {
        // Its end alone is no lie yet: nobody can tell before the rest is handed out.
        return turn.confess({ hash: tip.hash, blocks: branch.length, shownTo: branch.show(turn), peers: 0 })
      }
      branch.mine(tip, rotten(forger), turn)
    },
    request: (asked, { now }: LiarTurn<Request, Answer>) => branch.noticed(asked, now),
    reply(id, answer, turn) {
      const handedOut = branch.grafted(id, answer, turn)
      if (handedOut === "root") turn.confess({ hash: branch.tip?.hash, blocks: branch.length, peers: 1 })
      return handedOut !== "no"
    },
    calmed: ({ out }) => out.cancelWork("branch"),
  }
}

function rotten<Request, Answer>(forger: Forger<Request, Answer>) {
  const { balance, nonce } = forger.account()
  return forger.transfer({ to: forger.self.key, amount: balance + 1_000_000, nonce })
}
