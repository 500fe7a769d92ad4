/** A node's own money: signs transfers, and keeps each until it lies deep enough in the main chain. */
import type { Crypto, TreeBlock } from "@watercooler/kernel"
import type { Chain } from "../chain/chain.ts"
import { MEMPOOL_MAX } from "../config.ts"
import { transferId, transferText } from "../protocol/texts.ts"
import type { Block, Transaction } from "../protocol/types.ts"

export type TransferRefusal =
  | { readonly code: "overspent"; readonly balance: number; readonly reserved: number; readonly amount: number }
  | { readonly code: "mempool-full"; readonly waiting: number }

export interface Confirmed {
  readonly transaction: Transaction
  readonly id: string
  readonly block: TreeBlock
}

interface Own {
  readonly transaction: Transaction
  readonly id: string
  /** The block that holds it on the main chain. */
  block: TreeBlock | undefined
}

export class Wallet {
  readonly address: string
  readonly #crypto: Crypto
  readonly #privateKey: string
  readonly #chain: Chain
  /** Own transfers that are not confirmed, by nonce. */
  readonly #own = new Map<number, Own>()

  constructor(crypto: Crypto, privateKey: string, chain: Chain) {
    this.#crypto = crypto
    this.#privateKey = privateKey
    this.#chain = chain
    this.address = crypto.publicKeyOf(privateKey)
  }

  /** Own transfers that the main chain does not hold, in the order of their nonces. */
  waiting(): Transaction[] {
    return [...this.#own.values()]
      .filter((own) => own.block === undefined)
      .map((own) => own.transaction)
      .sort((a, b) => a.nonce - b.nonce)
  }

  get waitingCount(): number {
    let count = 0
    for (const own of this.#own.values()) if (own.block === undefined) count++
    return count
  }

  /** Signs a transfer, if the account can pay it after all that wait. The caller stores it before promising anything. */
  draft(to: string, amount: number): Transaction | TransferRefusal {
    const waiting = this.waiting()
    if (waiting.length >= MEMPOOL_MAX) return { code: "mempool-full", waiting: waiting.length }
    const account = this.#chain.ledger.account(this.address)
    const reserved = waiting.reduce((sum, transaction) => sum + transaction.amount, 0)
    if (amount > account.balance - reserved) return { code: "overspent", balance: account.balance, reserved, amount }
    return this.sign({ from: this.address, to, amount, nonce: this.#nextNonce(account.nonce) })
  }

  sign(unsigned: Omit<Transaction, "signature">): Transaction {
    return { ...unsigned, signature: this.#crypto.sign(this.#privateKey, transferText(this.#chain.rules.genesisHash, unsigned)) }
  }

  /** Takes a transfer of its own into its care. Returns its id. */
  keep(transaction: Transaction): string {
    const id = transferId(this.#crypto, this.#chain.rules.genesisHash, transaction)
    if (!this.#own.has(transaction.nonce)) this.#own.set(transaction.nonce, { transaction, id, block: undefined })
    return id
  }

  /** The transfer to mine on the present head, if there is one that the head allows. */
  next(): Transaction | undefined {
    const account = this.#chain.ledger.account(this.address)
    const own = this.#own.get(account.nonce)
    return own !== undefined && own.block === undefined && own.transaction.amount <= account.balance ? own.transaction : undefined
  }

  /** The main chain lost this block. An own transfer in it waits again. */
  left(block: Block): void {
    if (block.transaction.from !== this.address) return
    this.keep(block.transaction)
    const own = this.#own.get(block.transaction.nonce)
    if (own !== undefined) own.block = undefined
  }

  joined(block: Block, at: TreeBlock): void {
    const { from, nonce, signature } = block.transaction
    if (from !== this.address) return
    // A node that lost its disk may meet what it had signed in its former life under a number that it has used again. The chain decides.
    if (this.#own.get(nonce)?.transaction.signature !== signature) this.#own.delete(nonce)
    this.keep(block.transaction)
    const own = this.#own.get(nonce)
    if (own !== undefined) own.block = at
  }

  /** Own transfers that have become deep enough are let go, and returned. */
  settle(confirmations: number): Confirmed[] {
    const confirmed: Confirmed[] = []
    for (const [nonce, { transaction, id, block }] of this.#own) {
      if (block !== undefined && this.#chain.head.height - block.height >= confirmations) {
        this.#own.delete(nonce)
        confirmed.push({ transaction, id, block })
      }
    }
    return confirmed
  }

  #nextNonce(onChain: number): number {
    let nonce = onChain
    while (this.#own.has(nonce)) nonce++
    return nonce
  }
}
