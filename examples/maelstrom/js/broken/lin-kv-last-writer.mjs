#!/usr/bin/env node
// BROKEN: asks a store in which the last writer wins, whoever that is.
import { ask, on, run } from "../node.mjs"

for (const type of ["read", "write", "cas"]) {
  on(type, async ({ msg_id, in_reply_to, ...request }) => {
    const { in_reply_to: _, ...reply } = await ask("lww-kv", request, 3_000)
    return reply
  })
}
run()
