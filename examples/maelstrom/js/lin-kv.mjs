#!/usr/bin/env node
// A store that asks the linearizable one for everything.
import { ask, on, run } from "./node.mjs"

for (const type of ["read", "write", "cas"]) {
  on(type, async ({ msg_id, in_reply_to, ...request }) => {
    const { in_reply_to: _, ...reply } = await ask("lin-kv", request, 3_000)
    return reply
  })
}
run()
