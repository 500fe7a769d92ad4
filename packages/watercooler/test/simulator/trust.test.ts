/** Why a simulated run of full nodes can be trusted: nothing but its seed, parties and faults decides it. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"
import { stormOf } from "./storm.ts"

const script = join(import.meta.dirname, "storm.ts")
const plain = stormOf({})

test("the storm is one: blocks were mined, and every fault has touched something", () => {
  expect(plain.finding).toBeUndefined()
  expect(plain.stats.steps).toBeGreaterThan(500)
  expect(plain.receipts.map(({ id }) => id).sort()).toEqual(["corrupt", "cut", "drift", "fire", "lie", "pause", "reorg"])
  for (const { id, receipt } of plain.receipts)
    expect(
      Object.values(receipt).some((count) => count > 0),
      id,
    ).toBe(true)
})

test.each([
  ["the other event queue", { queue: "pairing" as const }],
  ["every signature checked anew", { remembers: false }],
  ["every message written as JSON and read back", { serialise: true }],
  ["its journal kept", { sink: () => undefined }],
])("%s: the same fingerprint", (_name, options) => {
  expect(stormOf(options).fingerprint).toBe(plain.fingerprint)
})

test.each([
  ["", []],
  [" with other seeds for chance and hashing", ["--random-seed=7", "--hash-seed=11"]],
  [" with next to no young generation", ["--max-semi-space-size=1"]],
  [" without the optimising compiler", ["--no-opt"]],
])("a process of its own%s: the same fingerprint", (_name, flags) => {
  expect(execFileSync(process.execPath, [...flags, script], { encoding: "utf8" }).trim()).toBe(plain.fingerprint)
})

test("another seed is another run", () => {
  expect(stormOf({ seed: "other" }).fingerprint).not.toBe(plain.fingerprint)
})
