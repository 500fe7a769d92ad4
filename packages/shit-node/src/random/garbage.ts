/** Sends what no codec would write. */
import { below, type RawTell } from "@watercooler/kernel"
import { everybody } from "../craft/say.ts"
import { misdeed } from "../misdeed.ts"

export const garbage = misdeed(
  {
    name: "garbage",
    kind: "random",
    does: "Sends its peers random bytes, half a JSON document, HTML and wrong content types, six in a row.",
    honestNodesMust: "answer each with a refusal, stay up, and ban who keeps sending them",
    refusedAs: ["garbage"],
    banned: true,
  },
  ({ forger }) => ({
    act({ out, confess }) {
      const peers = everybody(forger)
      if (peers.length === 0) return false
      const tells = rubbish(() => out.random())
      for (const raw of tells) out.rawTell(peers, raw, forger.proofs(peers))
      confess({ messages: tells.length, peers: peers.length })
      return true
    },
  }),
)

function rubbish(random: () => number): readonly RawTell[] {
  const route = "POST /block"
  const json = "application/json"
  return [
    { route, contentType: json, body: noise(random, 200) },
    { route, contentType: json, body: '{"number": 1, "previousHash": "' },
    { route, contentType: "text/html", body: "<!doctype html><title>It works!</title>" },
    { route, contentType: "application/octet-stream", body: noise(random, 2_000) },
    { route: "POST /peers", contentType: json, body: "[".repeat(2_000) },
    { route: "POST /peers", contentType: "image/png", body: noise(random, 20) },
  ]
}

/** Characters up to U+00FF, control characters included. */
function noise(random: () => number, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(below(random, 256))).join("")
}
