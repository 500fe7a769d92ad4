#!/usr/bin/env node
// A set that only grows: nodes send each other all they have, now and then, and keep the union.
import { me, on, run, send } from "./node.mjs"

const elements = new Set()

on("add", ({ element }) => {
  elements.add(element)
  return { type: "add_ok" }
})
on("read", () => ({ type: "read_ok", value: [...elements] }))
on("merge", ({ value }) => {
  for (const element of value) elements.add(element)
})

setInterval(() => {
  for (const other of me.others) send(other, { type: "merge", value: [...elements] })
}, 200)
run()
