/** Never validates. */
import { SeenCache } from "@watercooler/kernel"
import { everybody, push } from "../craft/say.ts"
import { Spell } from "../craft/spell.ts"
import { misdeed } from "../misdeed.ts"

const REMEMBERED_MAX = 1_000

export const gullible = misdeed(
  {
    name: "gullible",
    kind: "stupid",
    does: "For a while, passes on every block it is sent, unread.",
    honestNodesMust: "validate whatever they get, whoever it comes from, and charge the one who sent it to them",
    refusedAs: [],
    banned: false,
  },
  ({ forger }) => {
    const spell = new Spell()
    const passed = new SeenCache(REMEMBERED_MAX)
    return {
      act({ now, confess }) {
        spell.begin(now)
        confess({})
        return true
      },
      request({ request }, turn) {
        const block = spell.lasts(turn.now) ? forger.pushed(request) : undefined
        if (block !== undefined && passed.see(JSON.stringify(block)) === 0) push(forger, everybody(forger), block, turn)
        return false
      },
    }
  },
)
