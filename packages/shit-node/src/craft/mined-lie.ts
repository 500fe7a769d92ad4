/** The common shape of lies that cost work: draft a block that is wrong in one respect, have it mined, push it to everybody. */
import type { Json } from "@watercooler/kernel"
import type { Forger } from "../forger.ts"
import type { LiarTurn, Overrides } from "../overrides.ts"
import { everybody, push } from "./say.ts"

/** How often a draft is made anew because the head moved while it was mined. */
const AGAIN_MAX = 5

/** `draft` gives undefined when there is no opportunity for the lie. */
export function minedLie<Request, Answer>(
  forger: Forger<Request, Answer>,
  draft: (turn: LiarTurn<Request, Answer>) => Json | undefined,
): Overrides<Request, Answer> {
  let head = ""
  let again = 0
  const begin = (turn: LiarTurn<Request, Answer>): boolean => {
    const lie = everybody(forger).length === 0 ? undefined : draft(turn)
    if (lie === undefined) return false
    head = forger.head().hash
    const { job, order } = forger.order(lie)
    turn.out.work("block", job, order)
    return true
  }
  return {
    act(turn) {
      again = AGAIN_MAX
      return begin(turn)
    },
    worked(_name, block, turn) {
      // Honest nodes look into what extends their head; what comes late goes to a side branch, where lies may lie for long.
      if (forger.head().hash !== head && again-- > 0 && begin(turn)) return
      const peers = everybody(forger)
      push(forger, peers, block, turn)
      turn.confess({ hash: forger.placeOf(block).hash, peers: peers.length })
    },
    calmed: ({ out }) => out.cancelWork("block"),
  }
}
