/** Keeps others among its own kind: who asks it for peers hears of accomplices only. */
import { misdeed } from "../misdeed.ts"

export const eclipse = misdeed(
  {
    name: "eclipse",
    kind: "malicious",
    does: "From its first act on, answers every request for peers with its accomplices and itself only.",
    honestNodesMust: "believe no hearsay without dialling, and have peers from other sources as well",
    refusedAs: [],
    banned: false,
  },
  ({ forger, accomplices }) => {
    let begun = false
    return {
      act({ confess }) {
        begun = true
        confess({ accomplices: accomplices.length })
        return true
      },
      request({ id, request }, { out, confess }) {
        if (!begun || !forger.asksForPeers(request)) return false
        out.reply(id, forger.namePeers([...accomplices, forger.self]))
        confess({ peers: 1, accomplices: accomplices.length })
        return true
      },
    }
  },
)
