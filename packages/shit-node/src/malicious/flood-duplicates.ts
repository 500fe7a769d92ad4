/** Wears others out with what they know. */
import { everybody, push } from "../craft/say.ts"
import { misdeed } from "../misdeed.ts"

/** Enough to be banned for: the third and each later copy is an offence of 20 points. */
const COPIES = 10

export const floodDuplicates = misdeed(
  {
    name: "flood-duplicates",
    kind: "malicious",
    does: "Sends the head to all its peers ten times over.",
    honestNodesMust: "recognise the block each time, pass it on no more, and ban who goes on sending it",
    refusedAs: ["duplicates"],
    banned: true,
  },
  ({ forger }) => ({
    act(turn) {
      const block = forger.headBlock()
      const peers = everybody(forger)
      if (block === undefined || peers.length === 0) return false
      for (let copy = 0; copy < COPIES; copy += 1) push(forger, peers, block, turn)
      turn.confess({ block: forger.placeOf(block).hash, copies: COPIES, peers: peers.length })
      return true
    },
  }),
)
