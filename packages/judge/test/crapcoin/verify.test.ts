/** The verifier against chains that are wrong in one respect, and against chains with any field changed. */
import type { Json } from "@watercooler/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Block, verifyChain } from "../../src/index.ts"
import { chainOf, genesis, keyOf, network, next, seal, transfer } from "../chain.ts"
import { crypto } from "../crypto.ts"

const json = (blocks: readonly Block[]): readonly Json[] => JSON.parse(JSON.stringify(blocks))
const valid = chainOf(4)

function refusalOf(last: Block | Json, base: readonly Block[] = valid) {
  const replay = verifyChain(genesis, [...json(base), JSON.parse(JSON.stringify(last))], crypto)
  return replay.ok ? undefined : replay.refusal.code
}

describe("a valid chain", () => {
  test("replays, and leaves the balances that its transfers make", () => {
    const replay = verifyChain(genesis, json(valid), crypto)
    if (!replay.ok) throw new Error(replay.refusal.code)
    expect(replay).toMatchObject({ ok: true, height: 4, head: valid.at(-1)?.hash })
    expect(replay.ledger.balanceOf(keyOf("alice"))).toBe(996)
    expect(replay.ledger.balanceOf(keyOf("bob"))).toBe(1004)
    expect(replay.ledger.balanceOf(keyOf("miner"))).toBe(4)
    expect(replay.ledger.supply()).toBe(3004)
  })

  test("of no blocks ends at the genesis", () => {
    expect(verifyChain(genesis, [], crypto)).toMatchObject({ ok: true, height: 0, head: network })
  })

  test("may hold a payment to oneself, and spends what a subsidy brought", () => {
    const rich = [...valid, next(valid, transfer("miner", "miner", 4, 0))]
    expect(verifyChain(genesis, json(rich), crypto).ok).toBe(true)
  })

  test("is hashed and its signatures verified once, however often it is replayed", () => {
    let verified = 0
    const counting = { ...crypto, verify: (...of: Parameters<typeof crypto.verify>) => ++verified > 0 && crypto.verify(...of) }
    const common = { sane: new Map(), genesisHash: network }
    verifyChain(genesis, json(valid), counting, common)
    verifyChain(genesis, json(valid), counting, common)
    expect(verified).toBe(4)
  })
})

describe("a block is refused as", () => {
  const pays = transfer("alice", "bob", 1, 4)
  const good = next(valid, pays)
  const stories: readonly (readonly [string, Block | Json])[] = [
    ["malformed", null],
    ["malformed", { ...good, transaction: { ...pays, amount: 0.5 } } as unknown as Json],
    ["wrong-difficulty", next(valid, pays, { difficulty: 1 })],
    ["wrong-hash", { ...good, timestamp: good.timestamp + 1 }],
    ["too-little-work", next(valid, pays, {}, -1)],
    ["bad-signature", next(valid, transfer("alice", "bob", 1, 4, "mallory"))],
    ["unknown-parent", next(valid, pays, { previousHash: valid[0]?.hash ?? "" })],
    ["wrong-number", next(valid, pays, { number: 9 })],
    ["before-parent", next(valid, pays, { timestamp: genesis.timestamp })],
    ["wrong-nonce", next(valid, transfer("alice", "bob", 1, 3))],
    ["wrong-nonce", next(valid, transfer("alice", "bob", 1, 5))],
    ["overspent", next(valid, transfer("alice", "bob", 997, 4))],
    ["overspent", next(valid, transfer("nobody", "bob", 1, 0))],
  ]
  test.each(stories)("%s", (code, block) => expect(refusalOf(block)).toBe(code))
})

test("a hash that is reused for other contents is not taken for the block it belongs to", () => {
  const common = { sane: new Map(), genesisHash: network }
  verifyChain(genesis, json(valid), crypto, common)
  const [first, ...rest] = valid as readonly [Block, ...Block[]]
  const forged = { ...first, transaction: { ...first.transaction, amount: 2 } }
  expect(verifyChain(genesis, json([forged, ...rest]), crypto, common)).toMatchObject({ ok: false, refusal: { code: "wrong-hash" } })
})

test("whatever field of whichever block is changed, the chain is refused there", () => {
  const fields = ["number", "previousHash", "miner", "timestamp", "difficulty", "nonce", "hash"] as const
  const inner = ["from", "to", "amount", "nonce", "signature"] as const
  const place = fc.oneof(
    ...fields.map((field) => fc.constant({ field, of: "block" as const })),
    ...inner.map((field) => fc.constant({ field, of: "transaction" as const })),
  )
  const value = fc.oneof(fc.jsonValue(), fc.nat(), fc.constantFrom(keyOf("bob"), keyOf("mallory"), network))
  fc.assert(
    fc.property(fc.nat({ max: valid.length - 1 }), place, value, (index, { field, of }, fresh) => {
      const blocks = JSON.parse(JSON.stringify(valid))
      const target = of === "block" ? blocks[index] : blocks[index].transaction
      fc.pre(JSON.stringify(target[field]) !== JSON.stringify(fresh))
      target[field] = fresh
      const replay = verifyChain(genesis, blocks, crypto)
      expect(replay.ok).toBe(false)
      expect(replay.height).toBe(index)
    }),
    { numRuns: 500 },
  )
})

test("a changed block that is sealed again breaks the link of the next", () => {
  const [first, ...rest] = valid as readonly [Block, ...Block[]]
  const { hash: _, nonce: __, ...draft } = first
  const other = seal({ ...draft, timestamp: draft.timestamp + 1 })
  expect(verifyChain(genesis, json([other, ...rest]), crypto)).toMatchObject({ height: 1, refusal: { code: "unknown-parent" } })
})
