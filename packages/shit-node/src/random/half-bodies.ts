/** Hangs up in the middle of a sentence. */
import { spoiltReplies } from "../craft/spoilt-replies.ts"
import { misdeed } from "../misdeed.ts"

export const halfBodies = misdeed(
  {
    name: "half-bodies",
    kind: "random",
    does: "For a while, breaks the connection in the middle of each answer to its peers.",
    honestNodesMust: "take it for unreachable, drop it, and go on with other peers",
    refusedAs: [],
    banned: false,
  },
  () =>
    spoiltReplies((id, { out }) => {
      out.rawReply(id, { status: 200, contentType: "application/json", body: `{"blocks": [${"0,".repeat(500)}0]}`, manner: "half" })
    }),
)
