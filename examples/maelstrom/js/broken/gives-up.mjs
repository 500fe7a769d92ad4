#!/usr/bin/env node
// BROKEN: ends at the fifth request.
import { on, run } from "../node.mjs"

let count = 0
on("echo", ({ echo }) => {
  if (++count === 5) throw new Error("enough")
  return { type: "echo_ok", echo }
})
run()
