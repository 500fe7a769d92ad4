/** A crowd of one. */
import { nowhere } from "../craft/nowhere.ts"
import { misdeed } from "../misdeed.ts"

const SYBILS = 3

export const sybils = misdeed(
  {
    name: "sybils",
    kind: "malicious",
    does: "Introduces three made-up nodes to each peer, with good signatures and endpoints at which nobody lives.",
    honestNodesMust: "dial each before they believe in it, and forget it when nobody answers",
    refusedAs: [],
    banned: false,
  },
  ({ forger }) => ({
    act({ out, confess }) {
      const peers = forger.peers()
      if (peers.length === 0) return false
      for (let sybil = 1; sybil <= SYBILS; sybil += 1) {
        const identity = forger.identity(`sybil ${out.random()} ${out.random()}`)
        const endpoint = nowhere(forger.self.endpoint, () => out.random())
        for (const { endpoint: to } of peers) out.tell([to], forger.hello({ ...identity, name: `sybil-${sybil}`, endpoint, to }))
      }
      confess({ sybils: SYBILS, peers: peers.length })
      return true
    },
  }),
)
