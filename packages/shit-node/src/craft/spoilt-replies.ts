/** The common shape of misdeeds that answer badly: for a while, peers that have proven themselves get something else than the answer. */
import type { RequestId } from "@watercooler/kernel"
import type { LiarTurn, Overrides } from "../overrides.ts"
import { Spell } from "./spell.ts"

/** Requests remembered until they are answered. */
const PENDING_MAX = 1_000

/** Clients, who have no proof, are answered honestly: they could hold nothing against anybody. */
export function spoiltReplies<Request, Answer>(
  spoil: (request: RequestId, turn: LiarTurn<Request, Answer>) => void,
): Overrides<Request, Answer> {
  const spell = new Spell()
  const pending = new Set<RequestId>()
  return {
    act({ now, confess }) {
      // What another misdeed has answered instead never comes by here.
      pending.clear()
      spell.begin(now)
      confess({ peers: 0 })
      return true
    },
    request({ id, proof }, { now }) {
      if (proof !== undefined && spell.lasts(now) && pending.size < PENDING_MAX) pending.add(id)
      return false
    },
    reply(id, _answer, turn) {
      if (!pending.delete(id)) return false
      spoil(id, turn)
      turn.confess({ peers: 1 })
      return true
    },
  }
}
