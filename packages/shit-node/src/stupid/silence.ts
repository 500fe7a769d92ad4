/** Says nothing at all. */
import { spoiltReplies } from "../craft/spoilt-replies.ts"
import { misdeed } from "../misdeed.ts"

export const silence = misdeed(
  {
    name: "silence",
    kind: "stupid",
    does: "For a while, takes its peers' requests and answers none.",
    honestNodesMust: "give up at their timeout, drop the node, and serve all others meanwhile",
    refusedAs: [],
    banned: false,
  },
  () =>
    spoiltReplies((id, { out }) => {
      out.rawReply(id, { status: 200, contentType: "application/json", body: "", manner: "silent" })
    }),
)
