/** Cannot stop talking. */
import { spoiltReplies } from "../craft/spoilt-replies.ts"
import { misdeed } from "../misdeed.ts"

export const endlessBody = misdeed(
  {
    name: "endless-body",
    kind: "stupid",
    does: "For a while, answers its peers with a body that never ends.",
    honestNodesMust: "stop reading at their limit, need no more memory than that, and hold it against the node",
    refusedAs: ["garbage"],
    banned: false,
  },
  () =>
    spoiltReplies((id, { out }) => {
      out.rawReply(id, { status: 200, contentType: "application/json", body: `"${"again and ".repeat(800)}`, manner: "endless" })
    }),
)
