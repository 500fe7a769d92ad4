#!/usr/bin/env node
// Logs in lin-kv: a message gets its offset by a cas on the log's length, and its place is written before anybody is told of it.
import { ask, on, Refusal, run } from "./node.mjs"

const ATTEMPTS = 30
const POLL_MAX = 20

on("send", async ({ key, msg }) => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const log = await read(`log-${key}`, [])
    try {
      await ask("lin-kv", { type: "cas", key: `log-${key}`, from: log, to: [...log, msg], create_if_not_exists: true })
      return { type: "send_ok", offset: log.length }
    } catch (error) {
      if (error.code !== 22) throw error
    }
  }
  throw new Refusal(11, "overtaken too often")
})

on("poll", async ({ offsets }) => {
  const msgs = {}
  for (const [key, from] of Object.entries(offsets)) {
    const log = await read(`log-${key}`, [])
    msgs[key] = log.slice(from, from + POLL_MAX).map((msg, at) => [from + at, msg])
  }
  return { type: "poll_ok", msgs }
})

on("commit_offsets", async ({ offsets }) => {
  for (const [key, offset] of Object.entries(offsets)) {
    const committed = await read(`committed-${key}`, -1)
    if (offset > committed) await ask("lin-kv", { type: "write", key: `committed-${key}`, value: offset })
  }
  return { type: "commit_offsets_ok" }
})

on("list_committed_offsets", async ({ keys }) => {
  const offsets = {}
  for (const key of keys) {
    const committed = await read(`committed-${key}`, -1)
    if (committed >= 0) offsets[key] = committed
  }
  return { type: "list_committed_offsets_ok", offsets }
})

async function read(key, otherwise) {
  try {
    return (await ask("lin-kv", { type: "read", key })).value
  } catch (error) {
    if (error.code === 20) return otherwise
    throw error
  }
}

run()
