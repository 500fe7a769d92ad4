/** Selfish mining: keeps its blocks to itself, and brings them out when others have worked in vain. */
import { MICROS_PER_SECOND } from "@watercooler/kernel"
import { Branch } from "../craft/branch.ts"
import { everybody } from "../craft/say.ts"
import type { Forger } from "../forger.ts"
import { misdeed } from "../misdeed.ts"
import type { Overrides } from "../overrides.ts"

/** Few enough that no settled block is ever taken back. */
const BLOCKS = 2
const RELEASE_AFTER_US = 2 * MICROS_PER_SECOND

export const withhold = misdeed(
  {
    name: "withhold",
    kind: "malicious",
    does: "Mines two valid blocks in secret, and releases them two seconds later.",
    honestNodesMust:
      "take the blocks for what they are, valid: follow them if they make the longest chain, and lose no block that lies deep",
    refusedAs: [],
    banned: false,
  },
  ({ forger }) => hoard(forger),
)

function hoard<Request, Answer>(forger: Forger<Request, Answer>): Overrides<Request, Answer> {
  const branch = new Branch(forger)
  let nonce = 0
  const own = () => forger.transfer({ to: forger.self.key, amount: 1, nonce: nonce++ })
  return {
    act(turn) {
      const account = forger.account()
      if (account.balance < 1 || everybody(forger).length === 0) return false
      nonce = account.nonce
      branch.begin()
      branch.mine(forger.head(), own(), turn)
      return true
    },
    worked(_name, block, turn) {
      branch.mined(block)
      if (branch.length < BLOCKS) branch.mine(forger.placeOf(block), own(), turn)
      else turn.out.timer("release", RELEASE_AFTER_US)
    },
    timer(_name, turn) {
      turn.confess({ hash: branch.tip?.hash, blocks: branch.length, peers: branch.show(turn) })
    },
    request: (asked, { now }) => branch.noticed(asked, now),
    reply: (id, answer, turn) => branch.grafted(id, answer, turn) !== "no",
    calmed({ out }) {
      out.cancelTimer("release")
      out.cancelWork("branch")
    },
  }
}
