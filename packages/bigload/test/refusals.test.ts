/** Every refusal of section 5 with its facts, and in which order the rules are asked. */
import { MemoryRecords } from "@watercooler/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type BlockStore, Chain } from "../src/chain/chain.ts"
import { type Block, shapeBlock } from "../src/index.ts"
import { describeRejection, isOffence, type Rejection } from "../src/rules/refusals.ts"
import { alice, Bank, bob, crypto, EPOCH_MS, type Payment } from "./fixtures/bank.ts"

const bank = new Bank({ difficulty: 4 })
const HOURS_2 = 7_200_000
const WALL_MS = EPOCH_MS + 1_000_000
const ONE = "1".padStart(64, "0")

function store(): BlockStore {
  const records = new MemoryRecords()
  return { persist: (record) => records.append(record), recall: (position) => records.read(position) }
}

/** What a chain with one block says to another. */
function refusal(make: (first: Block) => Block): Rejection | undefined {
  const chain = new Chain(crypto, bank.rules)
  const disk = store()
  const first = bank.block(undefined)
  chain.accept(first, WALL_MS, disk)
  const acceptance = chain.accept(make(first), WALL_MS, disk)
  return acceptance.kind === "rejected" ? acceptance.rejection : undefined
}

const next = (first: Block, payment: Payment = {}) => bank.block(first, { nonce: 1, ...payment })
const again = ({ nonce: _nonce, hash: _hash, ...draft }: Block, change: Partial<Block>) => bank.work({ ...draft, ...change })

const cases: readonly (readonly [code: Rejection["code"], make: (first: Block) => Block, facts: object])[] = [
  ["wrong-difficulty", (first) => again(next(first), { difficulty: 3 }), { difficulty: 3, expected: 4 }],
  ["wrong-hash", (first) => ({ ...next(first), hash: ONE }), { hash: ONE }],
  ["too-little-work", (first) => bank.idle(next(first)), { bitsMin: 4 }],
  [
    "bad-signature",
    (first) => again(next(first), { transaction: { ...bank.transfer({ nonce: 1 }), signature: "00".repeat(64) } }),
    { from: alice.address },
  ],
  ["bad-signature", (first) => again(next(first), { transaction: { ...bank.transfer({ nonce: 1 }), amount: 2 } }), { from: alice.address }],
  ["unknown-parent", (first) => again(next(first), { previousHash: ONE }), { parent: ONE }],
  ["wrong-number", (first) => again(next(first), { number: 3 }), { number: 3, expected: 2 }],
  ["before-parent", (first) => next(first, { timestamp: EPOCH_MS }), { timestamp: EPOCH_MS, parentTimestamp: EPOCH_MS + 1 }],
  [
    "too-far-ahead",
    (first) => next(first, { timestamp: WALL_MS + HOURS_2 + 1 }),
    { timestamp: WALL_MS + HOURS_2 + 1, latest: WALL_MS + HOURS_2 },
  ],
  ["wrong-nonce", (first) => next(first, { nonce: 0, amount: 3 }), { account: alice.address, nonce: 0, expected: 1 }],
  ["wrong-nonce", (first) => next(first, { nonce: 2 }), { nonce: 2, expected: 1 }],
  ["overspent", (first) => next(first, { amount: 100 }), { account: alice.address, balance: 99, amount: 100 }],
]

describe("a block is refused", () => {
  test.each(cases)("as %s, with the facts of its case", (code, make, facts) => {
    const rejection = refusal(make)
    expect(rejection).toMatchObject({ code, ...facts })
    expect(isOffence(rejection as Rejection)).toBe(code !== "unknown-parent" && code !== "too-far-ahead")
    expect(describeRejection(rejection as Rejection)).toMatch(/\w/)
  })

  test("and the one that breaks none of the rules is not", () => {
    expect(refusal((first) => next(first))).toBeUndefined()
    expect(refusal((first) => next(first, { timestamp: first.timestamp }))).toBeUndefined()
    expect(refusal((first) => next(first, { timestamp: WALL_MS + HOURS_2 }))).toBeUndefined()
    expect(refusal((first) => next(first, { amount: 99 }))).toBeUndefined()
  })

  test("for what it is in itself before where it stands", () => {
    const wrongEverywhere = (first: Block) =>
      again(next(first, { nonce: 7, amount: 1_000 }), { number: 9, previousHash: ONE, timestamp: 0 })
    expect(refusal(wrongEverywhere)?.code).toBe("unknown-parent")
    expect(refusal((first) => ({ ...wrongEverywhere(first), hash: ONE }))?.code).toBe("wrong-hash")
    expect(refusal((first) => ({ ...wrongEverywhere(first), hash: ONE, difficulty: 9 }))?.code).toBe("wrong-difficulty")
    expect(refusal((first) => again(next(first, { nonce: 7, amount: 1_000 }), { number: 9, timestamp: 0 }))?.code).toBe("wrong-number")
    expect(refusal((first) => next(first, { nonce: 7, amount: 1_000, timestamp: EPOCH_MS }))?.code).toBe("before-parent")
    expect(refusal((first) => next(first, { nonce: 7, amount: 1_000 }))?.code).toBe("wrong-nonce")
  })
})

describe("what was refused", () => {
  test("is refused alike when it comes again, and is not stored", () => {
    const chain = new Chain(crypto, bank.rules)
    const records = new MemoryRecords()
    const disk: BlockStore = { persist: (record) => records.append(record), recall: (position) => records.read(position) }
    const [one, two] = bank.chain(2) as [Block, Block]
    for (const block of [one, two]) chain.accept(block, WALL_MS, disk)
    const overspent = bank.block(one, { from: bob, amount: 1_000 })
    const child = bank.block(overspent, { from: bob, nonce: 1 })
    expect(chain.accept(overspent, WALL_MS, disk)).toMatchObject({ kind: "stored", move: undefined })
    const verdict = chain.accept(child, WALL_MS, disk)
    expect(verdict).toMatchObject({ kind: "rejected", rejection: { code: "overspent", balance: 100, amount: 1_000 } })
    const stored = records.count
    for (let i = 0; i < 5; i++) {
      expect(chain.accept(overspent, WALL_MS, disk)).toMatchObject({ kind: "rejected", rejection: { code: "overspent" } })
      expect(chain.accept(child, WALL_MS, disk)).toMatchObject({ kind: "rejected", rejection: { code: "invalid-ancestor" } })
    }
    expect(records.count).toBe(stored)
    expect(chain.accept(bank.block(child, { from: bob, nonce: 2 }), WALL_MS, disk)).toMatchObject({
      kind: "rejected",
      rejection: { code: "invalid-ancestor", parent: child.hash },
    })
  })

  test("is forgiven when only a clock was wrong", () => {
    const chain = new Chain(crypto, bank.rules)
    const disk = store()
    const early = bank.block(undefined, { timestamp: WALL_MS + HOURS_2 + 1 })
    expect(chain.accept(early, WALL_MS, disk)).toMatchObject({ kind: "rejected", rejection: { code: "too-far-ahead" } })
    expect(chain.accept(early, WALL_MS + 1, disk)).toMatchObject({ kind: "stored" })
  })
})

describe("the shape of a block", () => {
  const good = bank.block(undefined)
  const wrong = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      true,
      "",
      "x",
      -1,
      -0,
      1.5,
      2 ** 53,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      [],
      {},
      "0".repeat(65),
    ),
    fc.string().filter((text) => !/^[0-9a-f]{64}$|^[0-9a-f]{128}$/.test(text)),
    fc.constant(good.hash.toUpperCase().replace(/^./, "A")),
  )
  const fields = Object.keys(good).map((field) => [field])
  const parts = Object.keys(good.transaction).map((field) => ["transaction", field])

  test.each([...fields, ...parts])("is wrong with anything else as its %s %s", (field, part) => {
    fc.assert(
      fc.property(wrong, (value) => {
        const mutated =
          part === undefined ? { ...good, [field as string]: value } : { ...good, transaction: { ...good.transaction, [part]: value } }
        const shaped = shapeBlock(mutated)
        expect(shaped.ok).toBe(false)
        if (!shaped.ok)
          expect(shaped.malformed.field.startsWith(["block", field, part].filter((word) => word !== undefined).join("."))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test("leaves unknown fields behind, and never reads a prototype's", () => {
    const shaped = shapeBlock({ ...good, extra: 1, transaction: { ...good.transaction, extra: 2 } })
    expect(shaped).toEqual({ ok: true, value: good })
    expect(shapeBlock(Object.create(good)).ok).toBe(false)
  })

  test("a valid block with any one field changed to another good value is refused", () => {
    const hex = fc.integer({ min: 0, max: 2 ** 31 }).map((n) => crypto.hash(String(n)))
    const change = fc.oneof(
      fc.record({ number: fc.integer({ min: 2, max: 99 }) }),
      fc.record({ previousHash: hex }),
      fc.record({ miner: hex }),
      fc.record({ timestamp: fc.integer({ min: EPOCH_MS + 2, max: EPOCH_MS + 999 }) }),
      fc.record({ difficulty: fc.integer({ min: 5, max: 255 }) }),
      fc.record({ nonce: fc.integer({ min: good.nonce + 1, max: good.nonce + 999 }) }),
      fc.record({ hash: hex }),
      fc.record({ transaction: fc.integer({ min: 2, max: 50 }).map((amount) => ({ ...good.transaction, amount })) }),
      fc.record({ transaction: hex.map((to) => ({ ...good.transaction, to })) }),
      fc.record({ transaction: hex.map((half) => ({ ...good.transaction, signature: half + half })) }),
    )
    fc.assert(
      fc.property(change, (changed) => {
        const chain = new Chain(crypto, bank.rules)
        const shaped = shapeBlock({ ...good, ...changed })
        if (!shaped.ok) throw new Error(shaped.malformed.field)
        expect(chain.accept(shaped.value, WALL_MS, store()).kind).toBe("rejected")
      }),
      { numRuns: 100 },
    )
  })
})
