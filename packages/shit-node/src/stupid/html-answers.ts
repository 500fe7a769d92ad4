/** Has a web server where its node should be. */
import { spoiltReplies } from "../craft/spoilt-replies.ts"
import { misdeed } from "../misdeed.ts"

export const htmlAnswers = misdeed(
  {
    name: "html-answers",
    kind: "stupid",
    does: "For a while, answers its peers with a web page.",
    honestNodesMust: "take it for garbage, hold it against the node, and go on with other peers",
    refusedAs: ["garbage"],
    banned: false,
  },
  () =>
    spoiltReplies((id, { out }) => {
      const body = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"
      out.rawReply(id, { status: 200, contentType: "text/html", body, manner: "whole" })
    }),
)
