/** Gives everything back. */
import { everybody, push } from "../craft/say.ts"
import { Spell } from "../craft/spell.ts"
import { misdeed } from "../misdeed.ts"

export const boomerang = misdeed(
  {
    name: "boomerang",
    kind: "stupid",
    does: "For a while, sends each block that anybody sends it to all its peers, the sender included, as often as it comes.",
    honestNodesMust: "recognise the blocks and pass them on no more; who overdoes it collects offences",
    refusedAs: [],
    banned: false,
  },
  ({ forger }) => {
    const spell = new Spell()
    return {
      act({ now, confess }) {
        spell.begin(now)
        confess({})
        return true
      },
      request({ request }, turn) {
        const block = spell.lasts(turn.now) ? forger.pushed(request) : undefined
        if (block !== undefined) push(forger, everybody(forger), block, turn)
        return false
      },
    }
  },
)
