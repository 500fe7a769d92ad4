#!/usr/bin/env node
// BROKEN: prints what it is doing where messages belong.
import { on, run } from "../node.mjs"

on("echo", ({ echo }) => {
  console.log("echoing", echo)
  return { type: "echo_ok", echo }
})
run()
