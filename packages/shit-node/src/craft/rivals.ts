/** The common shape of saying two things about one place: two blocks on the same parent, both mined, both sent. */
import type { Json } from "@watercooler/kernel"
import type { Forger } from "../forger.ts"
import type { LiarTurn, Overrides } from "../overrides.ts"
import { halves, push } from "./say.ts"

export interface Rivals<Request, Answer> {
  readonly drafts: (turn: LiarTurn<Request, Answer>) => readonly [Json, Json]
  /** Whether each half also hears of the other's block. */
  readonly bothToAll: boolean
}

const NAMES = ["one", "other"] as const
/** How often both are made anew because the head moved while they were mined. */
const AGAIN_MAX = 5

export function rivals<Request, Answer>(
  forger: Forger<Request, Answer>,
  { drafts, bothToAll }: Rivals<Request, Answer>,
): Overrides<Request, Answer> {
  const mined = new Map<string, Json>()
  let head = ""
  let again = 0
  const begin = (turn: LiarTurn<Request, Answer>): boolean => {
    // A block that holds no good transfer would be refused for that, and prove nothing.
    if (forger.account().balance < 1 || forger.peers().length === 0) return false
    mined.clear()
    head = forger.head().hash
    const both = drafts(turn)
    for (const [index, name] of NAMES.entries()) {
      const { job, order } = forger.order(both[index] as Json)
      turn.out.work(name, job, order)
    }
    return true
  }
  const deliver = (one: Json, other: Json, turn: LiarTurn<Request, Answer>) => {
    const [some, rest] = halves(forger, turn)
    push(forger, some, one, turn)
    push(forger, rest, other, turn)
    if (bothToAll) {
      push(forger, some, other, turn)
      push(forger, rest, one, turn)
    }
    const peers = new Set([...some, ...rest]).size
    turn.confess({ hash: forger.placeOf(one).hash, rival: forger.placeOf(other).hash, peers })
  }
  return {
    act(turn) {
      again = AGAIN_MAX
      return begin(turn)
    },
    worked(name, block, turn) {
      mined.set(name, block)
      const one = mined.get("one")
      const other = mined.get("other")
      if (one === undefined || other === undefined) return
      // Beside the head nobody passes a block on, so that neither half would ever hear of the other's.
      if (forger.head().hash !== head && again-- > 0 && begin(turn)) return
      deliver(one, other, turn)
    },
    calmed: ({ out }) => {
      for (const name of NAMES) out.cancelWork(name)
    },
  }
}
