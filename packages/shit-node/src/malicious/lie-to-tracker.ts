/** Pollutes the tracker's list. */
import { nowhere } from "../craft/nowhere.ts"
import { misdeed } from "../misdeed.ts"

const GHOSTS = 3

export const lieToTracker = misdeed(
  {
    name: "lie-to-tracker",
    kind: "malicious",
    does: "Announces three nodes to the tracker that do not exist. Without a tracker it does nothing.",
    honestNodesMust: "drop whom the tracker named and who cannot be reached, and find the others all the same",
    refusedAs: [],
    banned: false,
  },
  ({ forger }) => ({
    act({ out, confess }) {
      const { tracker } = forger
      if (tracker === undefined) return false
      for (let ghost = 1; ghost <= GHOSTS; ghost += 1) {
        const identity = forger.identity(`ghost ${out.random()} ${out.random()}`)
        const endpoint = nowhere(forger.self.endpoint, () => out.random())
        out.tell([tracker], forger.hello({ ...identity, name: `ghost-${ghost}`, endpoint, to: tracker }))
      }
      confess({ ghosts: GHOSTS })
      return true
    },
  }),
)
