/** Takes its time. */
import { below, type RequestId } from "@watercooler/kernel"
import { Spell } from "../craft/spell.ts"
import { misdeed } from "../misdeed.ts"
import type { LiarTurn, Overrides } from "../overrides.ts"

const DELAY_US = { min: 300_000, max: 2_500_000 }
const HELD_MAX = 1_000

export const delays = misdeed(
  {
    name: "delays",
    kind: "random",
    does: "For a while, holds each of its answers back for up to two and a half seconds.",
    honestNodesMust: "wait no longer than their timeout, and miss nothing that others could have told them",
    refusedAs: [],
    banned: false,
  },
  () => hold(),
)

function hold<Request, Answer>(): Overrides<Request, Answer> {
  const spell = new Spell()
  const held = new Map<RequestId, Answer>()
  const release = (id: RequestId, { out }: LiarTurn<Request, Answer>) => {
    const answer = held.get(id)
    if (held.delete(id)) out.reply(id, answer as Answer)
  }
  return {
    act({ now, confess }) {
      spell.begin(now)
      confess({})
      return true
    },
    reply(id, answer, { now, out }) {
      if (!spell.lasts(now) || held.size >= HELD_MAX) return false
      held.set(id, answer)
      out.timer(`reply/${id}`, DELAY_US.min + below(() => out.random(), DELAY_US.max - DELAY_US.min))
      return true
    },
    timer: (name, turn) => release(Number(name.slice("reply/".length)), turn),
    calmed(turn) {
      for (const id of [...held.keys()]) release(id, turn)
    },
  }
}
