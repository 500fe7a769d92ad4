#!/usr/bin/env node
// BROKEN: merges one element too many, which nobody ever added.
import { me, on, run, send } from "../node.mjs"

const elements = new Set()

on("add", ({ element }) => {
  elements.add(element)
  return { type: "add_ok" }
})
on("read", () => ({ type: "read_ok", value: [...elements] }))
on("merge", ({ value }) => {
  for (const element of value) elements.add(element)
  elements.add(-value.length)
})

setInterval(() => {
  for (const other of me.others) send(other, { type: "merge", value: [...elements] })
}, 200)
run()
