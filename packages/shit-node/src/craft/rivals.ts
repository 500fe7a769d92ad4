/** The common shape of saying two things about one place: two blocks on the same parent, both mined, both sent. */
import type { Endpoint, Json } from "@watercooler/kernel"
import type { Forger } from "../forger.ts"
import type { LiarTurn, Overrides } from "../overrides.ts"
import { halves, push } from "./say.ts"

export interface Rivals<Request, Answer> {
  readonly drafts: (turn: LiarTurn<Request, Answer>) => readonly [Json, Json]
  /** Whether each half also hears of the other's block. */
  readonly bothToAll: boolean
}

const NAMES = ["one", "other"] as const

export function rivals<Request, Answer>(
  forger: Forger<Request, Answer>,
  { drafts, bothToAll }: Rivals<Request, Answer>,
): Overrides<Request, Answer> {
  const mined = new Map<string, Json>()
  return {
    act(turn) {
      // A block that holds no good transfer would be refused for that, and prove nothing.
      if (forger.account().balance < 1 || forger.peers().length === 0) return false
      mined.clear()
      const both = drafts(turn)
      for (const [index, name] of NAMES.entries()) {
        const { job, order } = forger.order(both[index] as Json)
        turn.out.work(name, job, order)
      }
      return true
    },
    worked(name, block, turn) {
      mined.set(name, block)
      const one = mined.get("one")
      const other = mined.get("other")
      if (one === undefined || other === undefined) return
      const [some, rest] = halves(forger, turn)
      const deliver = (peers: readonly Endpoint[], first: Json, second: Json) => {
        push(forger, peers, first, turn)
        if (bothToAll) push(forger, peers, second, turn)
      }
      deliver(some, one, other)
      deliver(rest, other, one)
      const peers = new Set([...some, ...rest]).size
      turn.confess({ hash: forger.placeOf(one).hash, rival: forger.placeOf(other).hash, peers })
    },
    calmed: ({ out }) => {
      for (const name of NAMES) out.cancelWork(name)
    },
  }
}
