#!/usr/bin/env node
// BROKEN: remembers for a while what it has read, so a client of one node does not see what a client of another has written.
import { ask, on, run } from "../node.mjs"

const KEPT_MS = 300
const cache = new Map()

on("read", async ({ key }) => {
  const cached = cache.get(key)
  if (cached !== undefined && Date.now() < cached.until) return { type: "read_ok", value: cached.value }
  const { value } = await ask("lin-kv", { type: "read", key }, 3_000)
  cache.set(key, { value, until: Date.now() + KEPT_MS })
  return { type: "read_ok", value }
})
for (const type of ["write", "cas"]) {
  on(type, async ({ msg_id, in_reply_to, ...request }) => {
    const { in_reply_to: _, ...reply } = await ask("lin-kv", request, 3_000)
    cache.delete(request.key)
    return reply
  })
}
run()
