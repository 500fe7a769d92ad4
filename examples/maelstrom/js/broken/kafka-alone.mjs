#!/usr/bin/env node
// BROKEN: every node keeps logs of its own, so two messages get the same offset.
import { on, run } from "../node.mjs"

const logs = new Map()
const committed = new Map()

on("send", ({ key, msg }) => {
  const log = logs.get(key) ?? []
  logs.set(key, [...log, msg])
  return { type: "send_ok", offset: log.length }
})
on("poll", ({ offsets }) => ({
  type: "poll_ok",
  msgs: Object.fromEntries(
    Object.entries(offsets).map(([key, from]) => [key, (logs.get(key) ?? []).slice(from).map((msg, at) => [from + at, msg])]),
  ),
}))
on("commit_offsets", ({ offsets }) => {
  for (const [key, offset] of Object.entries(offsets)) committed.set(key, offset)
  return { type: "commit_offsets_ok" }
})
on("list_committed_offsets", ({ keys }) => ({
  type: "list_committed_offsets_ok",
  offsets: Object.fromEntries(keys.filter((key) => committed.has(key)).map((key) => [key, committed.get(key)])),
}))
run()
