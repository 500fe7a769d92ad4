#!/usr/bin/env node
// BROKEN: every tenth echo comes back in capitals.
import { on, run } from "../node.mjs"

let count = 0
on("echo", ({ echo }) => ({ type: "echo_ok", echo: ++count % 10 === 0 ? String(echo).toUpperCase() : echo }))
run()
