/** Keeps the news to itself. */
import { Spell } from "../craft/spell.ts"
import { misdeed } from "../misdeed.ts"

export const hoarder = misdeed(
  {
    name: "hoarder",
    kind: "stupid",
    does: "For a while, passes no block on, not even its own.",
    honestNodesMust: "hear of every block from somebody else, or with the next one",
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
      tell: (_peers, request, _options, { now }) => spell.lasts(now) && forger.pushed(request) !== undefined,
    }
  },
)
