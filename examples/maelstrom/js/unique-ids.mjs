#!/usr/bin/env node
// Ids that nobody else gives out: our own name, when we were started, and a number.
import { me, on, run } from "./node.mjs"

const began = process.hrtime.bigint().toString(36)
let last = 0

on("generate", () => ({ type: "generate_ok", id: `${me.id}-${began}-${++last}` }))
run()
