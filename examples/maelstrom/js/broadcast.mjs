#!/usr/bin/env node
// Whatever somebody tells one node, all nodes know in the end: a node goes on telling its neighbours until they have said that they heard it.
import { ask, me, on, run } from "./node.mjs"

const known = new Set()
/** Neighbour → what it has not confirmed yet. */
const untold = new Map()

on("topology", ({ topology }) => {
  for (const neighbour of topology[me.id]) untold.set(neighbour, new Set())
  return { type: "topology_ok" }
})
on("broadcast", ({ message }) => {
  learn([message])
  return { type: "broadcast_ok" }
})
on("gossip", ({ messages }, src) => {
  learn(messages, src)
  return { type: "gossip_ok" }
})
on("read", () => ({ type: "read_ok", messages: [...known] }))

function learn(messages, from) {
  for (const message of messages) {
    if (known.has(message)) continue
    known.add(message)
    for (const [neighbour, left] of untold) if (neighbour !== from) left.add(message)
  }
}

async function tell(neighbour, left) {
  const messages = [...left]
  if (messages.length === 0) return
  try {
    await ask(neighbour, { type: "gossip", messages }, 500)
    for (const message of messages) left.delete(message)
  } catch {
    // It has not heard us, or we have not heard it: again at the next turn.
  }
}

setInterval(() => {
  for (const [neighbour, left] of untold) void tell(neighbour, left)
}, 50)
run()
