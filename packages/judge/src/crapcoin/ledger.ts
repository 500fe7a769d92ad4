/** Accounts after a number of blocks: balances, and how many transfers each account has made. */
import type { Block } from "./block.ts"
import type { Genesis } from "./genesis.ts"
import type { ChainRefusal } from "./refusal.ts"

export class Ledger {
  readonly #balances = new Map<string, number>()
  readonly #nonces = new Map<string, number>()
  readonly #subsidy: number

  constructor(genesis: Genesis) {
    this.#subsidy = genesis.subsidy
    for (const { address, amount } of genesis.allocations) this.#balances.set(address, amount)
  }

  balanceOf(address: string): number {
    return this.#balances.get(address) ?? 0
  }

  nonceOf(address: string): number {
    return this.#nonces.get(address) ?? 0
  }

  /** Sum of all balances, those below zero included. */
  supply(): number {
    let sum = 0
    for (const balance of this.#balances.values()) sum += balance
    return sum
  }

  refusalOf({ transaction: { from, nonce, amount } }: Block): ChainRefusal | undefined {
    const expected = this.nonceOf(from)
    if (nonce !== expected) return { code: "wrong-nonce", from, nonce, expected }
    const balance = this.balanceOf(from)
    return amount > balance ? { code: "overspent", from, amount, balance } : undefined
  }

  /** Takes the block at its word. Who wants only valid ones asks `refusalOf` first. */
  apply({ transaction: { from, to, amount }, miner }: Block): void {
    this.#add(from, -amount)
    this.#add(to, amount)
    this.#add(miner, this.#subsidy)
    this.#nonces.set(from, this.nonceOf(from) + 1)
  }

  #add(address: string, amount: number): void {
    this.#balances.set(address, this.balanceOf(address) + amount)
  }
}
