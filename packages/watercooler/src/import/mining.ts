/** How long a node looked for a block, from when it had something to put into one until it had made it. */
import type { Party } from "@watercooler/kernel"

export interface Mined {
  readonly blocks: number
  /** Microseconds that one node needs for a block, on average. */
  readonly eachUs: number
}

/** Looking for a block has no memory: the time that all have looked, shared out among the blocks found, is how long one takes. */
export class Mining {
  readonly #keyOf: ReadonlyMap<string, string>
  /** Transfers that each node has promised and not mined yet, and since when it has been looking. */
  readonly #pending = new Map<string, { readonly transactions: Set<string>; sinceUs: number }>()
  #lookedUs = 0
  #blocks = 0

  constructor(parties: readonly Party[]) {
    this.#keyOf = new Map(parties.map(({ name, key }) => [name, key]))
  }

  /** Whether it is the node's own transfer, and heard of for the first time. */
  promised(node: string, t: number, transaction: string, payer: string): boolean {
    if (this.#keyOf.get(node) !== payer) return false
    const pending = this.#pending.get(node)
    if (pending === undefined) this.#pending.set(node, { transactions: new Set([transaction]), sinceUs: t })
    else if (pending.transactions.has(transaction)) return false
    else pending.transactions.add(transaction)
    return true
  }

  mined(node: string, t: number, transaction: string): void {
    const pending = this.#pending.get(node)
    if (pending === undefined || !pending.transactions.delete(transaction)) return
    this.#lookedUs += t - pending.sinceUs
    this.#blocks++
    if (pending.transactions.size === 0) this.#pending.delete(node)
    else pending.sinceUs = t
  }

  /** Nobody knows when it goes on: what it had promised is not counted any more. */
  left(node: string, t: number): void {
    const pending = this.#pending.get(node)
    if (pending !== undefined) this.#lookedUs += t - pending.sinceUs
    this.#pending.delete(node)
  }

  /** Undefined if nobody found one. */
  get each(): Mined | undefined {
    return this.#blocks === 0 ? undefined : { blocks: this.#blocks, eachUs: Math.round(this.#lookedUs / this.#blocks) }
  }
}
