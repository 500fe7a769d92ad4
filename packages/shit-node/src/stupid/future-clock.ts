/** Its clock is three hours fast. */
import { minedLie } from "../craft/mined-lie.ts"
import { misdeed } from "../misdeed.ts"

const AHEAD_MS = 3 * 60 * 60 * 1_000

export const futureClock = misdeed(
  {
    name: "future-clock",
    kind: "stupid",
    does: "Mines a block dated three hours ahead.",
    honestNodesMust: "refuse the block for now, and hold it against nobody: the clock at fault may be their own",
    refusedAs: ["too-far-ahead"],
    banned: false,
  },
  ({ forger }) =>
    minedLie(forger, (turn) => {
      const { balance, nonce } = forger.account()
      if (balance < 1) return undefined
      return forger.draft(forger.head(), forger.transfer({ to: forger.self.key, amount: 1, nonce }), turn.wallMs + AHEAD_MS)
    }),
)
