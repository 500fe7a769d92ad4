/** The accounts as they stand at one block. Each block moves one sum, so undoing it is moving it back. */
import type { Block, Genesis } from "../protocol/types.ts"

export interface Account {
  readonly balance: number
  /** How many transfers this account has made, and so the number of its next. */
  readonly nonce: number
}

const EMPTY: Account = { balance: 0, nonce: 0 }

export class Ledger {
  readonly #accounts = new Map<string, { balance: number; nonce: number }>()
  readonly #subsidy: number

  constructor(genesis: Genesis) {
    this.#subsidy = genesis.subsidy
    for (const { address, amount } of genesis.allocations) this.#accounts.set(address, { balance: amount, nonce: 0 })
  }

  get size(): number {
    return this.#accounts.size
  }

  account(address: string): Account {
    return this.#accounts.get(address) ?? EMPTY
  }

  /** The block must have passed `checkTransfer`. */
  apply({ transaction, miner }: Block): void {
    const sender = this.#open(transaction.from)
    sender.balance -= transaction.amount
    sender.nonce += 1
    this.#open(transaction.to).balance += transaction.amount
    this.#open(miner).balance += this.#subsidy
  }

  /** Undoes the block applied last. */
  undo({ transaction, miner }: Block): void {
    this.#open(miner).balance -= this.#subsidy
    this.#open(transaction.to).balance -= transaction.amount
    const sender = this.#open(transaction.from)
    sender.balance += transaction.amount
    sender.nonce -= 1
    for (const address of [miner, transaction.to, transaction.from]) this.#close(address)
  }

  #open(address: string): { balance: number; nonce: number } {
    let account = this.#accounts.get(address)
    if (account === undefined) {
      account = { balance: 0, nonce: 0 }
      this.#accounts.set(address, account)
    }
    return account
  }

  /** An account that holds nothing and has done nothing is not kept: memory follows what is on the chain. */
  #close(address: string): void {
    const account = this.#accounts.get(address)
    if (account?.balance === 0 && account.nonce === 0) this.#accounts.delete(address)
  }
}
