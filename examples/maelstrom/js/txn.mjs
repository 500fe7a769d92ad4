#!/usr/bin/env node
// Transactions over lists and registers: everything is one value in lin-kv, and whoever changes it says what it had read. Nobody is overtaken unseen.
import { ask, on, Refusal, run } from "./node.mjs"

const ATTEMPTS = 20

on("txn", async ({ txn }) => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await state()
    const after = structuredClone(before)
    const done = txn.map(([f, key, value]) => apply(after, f, key, value))
    if (JSON.stringify(before) === JSON.stringify(after)) {
      // Who only reads must be sure as well that nothing has changed meanwhile; a single value makes that so.
      return { type: "txn_ok", txn: done }
    }
    try {
      await ask("lin-kv", { type: "cas", key: "root", from: before, to: after, create_if_not_exists: true })
      return { type: "txn_ok", txn: done }
    } catch (error) {
      if (error.code !== 22) throw error
    }
  }
  throw new Refusal(30, "overtaken too often")
})

async function state() {
  try {
    return (await ask("lin-kv", { type: "read", key: "root" })).value
  } catch (error) {
    if (error.code === 20) return {}
    throw error
  }
}

function apply(state, f, key, value) {
  if (f === "r") return [f, key, state[key] ?? null]
  state[key] = f === "append" ? [...(state[key] ?? []), value] : value
  return [f, key, value]
}

run()
