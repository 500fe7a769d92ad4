#!/usr/bin/env node
// BROKEN: one number for everybody in seq-kv, read and then written without a look whether it is still the same. Additions at the same time overwrite each other.
import { ask, on, run } from "../node.mjs"

on("add", async ({ delta }) => {
  await ask("seq-kv", { type: "write", key: "sum", value: (await sum()) + delta })
  return { type: "add_ok" }
})
on("read", async () => ({ type: "read_ok", value: await sum() }))

async function sum() {
  try {
    return (await ask("seq-kv", { type: "read", key: "sum" })).value
  } catch (error) {
    if (error.code === 20) return 0
    throw error
  }
}
run()
