#!/usr/bin/env node
// Sends back what it is sent.
import { on, run } from "./node.mjs"

on("echo", ({ echo }) => ({ type: "echo_ok", echo }))
run()
