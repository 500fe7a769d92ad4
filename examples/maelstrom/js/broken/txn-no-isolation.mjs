#!/usr/bin/env node
// BROKEN: reads and writes each key by itself, as if nobody else were doing anything in between.
import { ask, on, run } from "../node.mjs"

on("txn", async ({ txn }) => {
  const done = []
  for (const [f, key, value] of txn) {
    if (f === "r") done.push([f, key, await read(key)])
    else {
      const next = f === "append" ? [...((await read(key)) ?? []), value] : value
      await ask("lin-kv", { type: "write", key: String(key), value: next })
      done.push([f, key, value])
    }
  }
  return { type: "txn_ok", txn: done }
})

async function read(key) {
  try {
    return (await ask("lin-kv", { type: "read", key: String(key) })).value
  } catch (error) {
    if (error.code === 20) return null
    throw error
  }
}
run()
