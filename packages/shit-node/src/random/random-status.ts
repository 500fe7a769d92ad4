/** Answers with a number drawn from a hat. */
import { below } from "@watercooler/kernel"
import { spoiltReplies } from "../craft/spoilt-replies.ts"
import { misdeed } from "../misdeed.ts"

const STATUSES = [200, 204, 301, 402, 404, 418, 429, 500, 502, 503]

export const randomStatus = misdeed(
  {
    name: "random-status",
    kind: "random",
    does: "For a while, answers its peers with a random status and no JSON.",
    honestNodesMust: "take it for garbage, hold it against the node, and go on with other peers",
    refusedAs: ["garbage"],
    banned: false,
  },
  () =>
    spoiltReplies((id, { out }) => {
      const status = STATUSES[below(() => out.random(), STATUSES.length)] ?? 500
      out.rawReply(id, { status, contentType: "text/plain", body: `status ${status}`, manner: "whole" })
    }),
)
