/** The chain against a slow model, over random trees of valid and invalid blocks. */
import { MemoryRecords } from "@watercooler/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type BlockStore, Chain } from "../src/chain/chain.ts"
import { Ledger } from "../src/chain/ledger.ts"
import type { Block } from "../src/index.ts"
import { checkTransfer } from "../src/rules/context.ts"
import { Bank, crypto, EPOCH_MS, type Person, people } from "./fixtures/bank.ts"

const bank = new Bank()
const WALL_MS = EPOCH_MS + 1_000_000

interface Step {
  readonly parent: number
  readonly from: number
  readonly amount: number
  readonly slip: number
}

const steps = fc.array(
  fc.record({
    // Mostly the latest blocks, so that branches grow long enough to rival each other.
    parent: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(60) }),
    from: fc.nat(2),
    amount: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }) }, { weight: 1, arbitrary: fc.constant(95) }),
    slip: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  }),
  { minLength: 1, maxLength: 40 },
)

/** The path from the genesis to a block, lowest first. */
function pathTo(block: Block | undefined, byHash: ReadonlyMap<string, Block>): Block[] {
  const path: Block[] = []
  for (let at = block; at !== undefined; at = byHash.get(at.previousHash)) path.unshift(at)
  return path
}

/** The accounts after a path; undefined if one of its blocks cannot be paid. */
function replay(path: readonly Block[]): Ledger | undefined {
  const ledger = new Ledger(bank.genesis)
  for (const block of path) {
    if (checkTransfer(block, ledger) !== undefined) return undefined
    ledger.apply(block)
  }
  return ledger
}

/** Blocks of a random tree. Each one's number is right for its own branch, but for a slip or where money is lacking. */
function grow(choices: readonly Step[]): Block[] {
  const blocks: Block[] = []
  const byHash = new Map<string, Block>()
  for (const [index, { parent: back, from, amount, slip }] of choices.entries()) {
    const parent = blocks[blocks.length - 1 - back]
    const payer = people[from] as Person
    const nonce = pathTo(parent, byHash).filter(({ transaction }) => transaction.from === payer.address).length + slip
    const block = bank.block(parent, { from: payer, to: people[(from + 1) % 3] as Person, amount, nonce, timestamp: EPOCH_MS + index })
    if (byHash.has(block.hash)) continue
    blocks.push(block)
    byHash.set(block.hash, block)
  }
  return blocks
}

function open() {
  const records = new MemoryRecords()
  const disk: BlockStore = { persist: (record) => records.append(record), recall: (position) => records.read(position) }
  return { chain: new Chain(crypto, bank.rules), records, disk }
}

function expectLedger(chain: Chain, head: Block | undefined, byHash: ReadonlyMap<string, Block>): void {
  const replayed = replay(pathTo(head, byHash)) as Ledger
  for (const { address } of people) expect(chain.ledger.account(address)).toEqual(replayed.account(address))
  expect(chain.ledger.size).toBe(replayed.size)
}

describe("a chain", () => {
  test("stands on the highest valid block there is, of equals the first; its accounts are those of a replay", () => {
    fc.assert(
      fc.property(steps, (choices) => {
        const { chain, disk } = open()
        const byHash = new Map<string, Block>()
        let best: Block | undefined
        for (const block of grow(choices)) {
          byHash.set(block.hash, block)
          const isValid = replay(pathTo(block, byHash)) !== undefined
          if (isValid && block.number > (best?.number ?? 0)) best = block
          const { kind } = chain.accept(block, WALL_MS, disk)
          if (isValid) expect(kind).toBe("stored")
          expect(chain.head.hash).toBe(best?.hash ?? bank.genesisHash)
          expectLedger(chain, best, byHash)
        }
      }),
      { numRuns: 150 },
    )
  })

  test("has the same head and accounts after a restart", () => {
    fc.assert(
      fc.property(steps, (choices) => {
        const { chain, disk, records } = open()
        const blocks = grow(choices)
        for (const block of blocks) chain.accept(block, WALL_MS, disk)
        const reborn = new Chain(crypto, bank.rules)
        for (const { position, record } of records.records()) reborn.restore((record as { block: Block }).block, position, disk)
        expect(reborn.head.hash).toBe(chain.head.hash)
        expect(reborn.tree.size).toBe(chain.tree.size)
        for (const { address } of people) expect(reborn.ledger.account(address)).toEqual(chain.ledger.account(address))
      }),
      { numRuns: 50 },
    )
  })

  test("throws out an invalid side branch whole when it becomes the longest, and remembers it", () => {
    const { chain, disk } = open()
    const main = bank.chain(3)
    for (const block of main) chain.accept(block, WALL_MS, disk)
    const branch = [bank.block(main[0], { nonce: 1, amount: 2 })]
    branch.push(bank.block(branch[0], { nonce: 9 }), bank.block(branch[0], { nonce: 2 }))
    const last = bank.block(branch[1], { nonce: 10 })
    for (const block of branch) expect(chain.accept(block, WALL_MS, disk)).toMatchObject({ kind: "stored", move: undefined })
    expect(chain.accept(last, WALL_MS, disk)).toMatchObject({ kind: "rejected", rejection: { code: "wrong-nonce", nonce: 9, expected: 2 } })
    expect(chain.head.hash).toBe(main[2]?.hash)
    expect(chain.tree.get(branch[1]?.hash ?? "")).toBeUndefined()
    expect(chain.tree.get(branch[2]?.hash ?? ""), "its sound sibling stays").toBeDefined()
    expect(chain.accept(branch[1] as Block, WALL_MS, disk)).toMatchObject({ kind: "rejected", rejection: { code: "wrong-nonce" } })
    expect(chain.accept(last, WALL_MS, disk).kind).toBe("rejected")
  })
})
