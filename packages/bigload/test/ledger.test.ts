/** The ledger: undoing is the inverse of applying, and no coin is made or lost. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { Ledger } from "../src/chain/ledger.ts"
import type { Block } from "../src/index.ts"
import { Bank, people, person } from "./fixtures/bank.ts"

const bank = new Bank({ subsidy: 3 })
const everybody = [...people, person("newcomer"), person("miner")]
const moves = fc.array(fc.record({ from: fc.nat(2), to: fc.nat(4), miner: fc.nat(4), amount: fc.integer({ min: 1, max: 30 }) }), {
  maxLength: 40,
})

const address = (index: number): string => everybody[index]?.address ?? ""
const picture = (ledger: Ledger) => [
  ledger.size,
  ...everybody.map((each) => ledger.account(each.address)).map((account) => ({ ...account })),
]
const supply = (ledger: Ledger) => everybody.reduce((sum, each) => sum + ledger.account(each.address).balance, 0)

test("undoing blocks in reverse brings back every earlier state, empty accounts included", () => {
  fc.assert(
    fc.property(moves, (choices) => {
      const ledger = new Ledger(bank.genesis)
      const states = [picture(ledger)]
      const blocks: Block[] = []
      for (const { from, to, miner, amount } of choices) {
        const sender = ledger.account(address(from))
        if (sender.balance < amount) continue
        const transaction = { from: address(from), to: address(to), amount, nonce: sender.nonce, signature: "" }
        const block = { transaction, miner: address(miner) } as Block
        ledger.apply(block)
        blocks.push(block)
        states.push(picture(ledger))
        expect(supply(ledger)).toBe(300 + 3 * blocks.length)
      }
      for (const block of blocks.reverse()) {
        expect(picture(ledger)).toEqual(states.pop())
        ledger.undo(block)
      }
      expect([picture(ledger)]).toEqual(states)
    }),
  )
})
