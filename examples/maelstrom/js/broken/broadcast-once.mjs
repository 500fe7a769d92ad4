#!/usr/bin/env node
// BROKEN: tells its neighbours once, and does not ask whether they have heard it. A partition swallows what is said while it lasts.
import { me, on, run, send } from "../node.mjs"

const known = new Set()
let neighbours = []

on("topology", ({ topology }) => {
  neighbours = topology[me.id]
  return { type: "topology_ok" }
})
on("broadcast", ({ message }, src) => {
  if (!known.has(message)) {
    known.add(message)
    for (const neighbour of neighbours) if (neighbour !== src) send(neighbour, { type: "broadcast", message })
  }
  return { type: "broadcast_ok" }
})
on("read", () => ({ type: "read_ok", messages: [...known] }))
run()
