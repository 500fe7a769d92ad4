/** Says that it is somebody else. */
import { sample } from "@watercooler/kernel"
import { misdeed } from "../misdeed.ts"

export const impersonate = misdeed(
  {
    name: "impersonate",
    kind: "malicious",
    does: "Introduces itself to each peer with the key, name and endpoint of another one.",
    honestNodesMust: "refuse the hello, and not hold it against the one whose key it bears",
    refusedAs: ["forged-hello"],
    banned: false,
  },
  ({ forger, accomplices }) => ({
    act({ out, confess }) {
      let told = 0
      for (const { endpoint: to } of forger.peers()) {
        const others = [...forger.peers(), ...accomplices].filter(({ endpoint }) => endpoint !== to)
        // With nobody else around, somebody is made up: the signature is wrong all the same.
        const stranger = { ...forger.self, key: forger.identity(`stranger ${out.random()}`).key }
        const { key, name, endpoint } = sample(() => out.random(), others, 1)[0] ?? stranger
        out.tell([to], forger.hello({ key, name, endpoint, to }))
        told += 1
      }
      if (told > 0) confess({ peers: told })
      return told > 0
    },
  }),
)
