#!/usr/bin/env node
// A counter of many copies, for g-counter and pn-counter: each node counts what it was told itself, and everybody keeps the largest it has heard of the others.
import { me, on, run, send } from "./node.mjs"

/** Node → what was added and what was taken away there. */
const counts = new Map()

on("add", ({ delta }) => {
  const { up, down } = counts.get(me.id) ?? { up: 0, down: 0 }
  counts.set(me.id, { up: up + Math.max(delta, 0), down: down + Math.max(-delta, 0) })
  return { type: "add_ok" }
})
on("read", () => ({ type: "read_ok", value: [...counts.values()].reduce((sum, { up, down }) => sum + up - down, 0) }))
on("merge", ({ theirs }) => {
  for (const [node, { up, down }] of Object.entries(theirs)) {
    const ours = counts.get(node) ?? { up: 0, down: 0 }
    counts.set(node, { up: Math.max(up, ours.up), down: Math.max(down, ours.down) })
  }
})

setInterval(() => {
  for (const other of me.others) send(other, { type: "merge", theirs: Object.fromEntries(counts) })
}, 200)
run()
