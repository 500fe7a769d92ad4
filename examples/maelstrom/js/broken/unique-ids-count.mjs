#!/usr/bin/env node
// BROKEN: every node counts for itself, and all of them from one.
import { on, run } from "../node.mjs"

let last = 0
on("generate", () => ({ type: "generate_ok", id: ++last }))
run()
