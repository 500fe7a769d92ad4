/** Remembers who signed and sent what, so that saying two different things about one place is noticed (section 9). */
import type { Crypto } from "@watercooler/kernel"
import type { Offence } from "../config.ts"
import { transferId } from "../protocol/texts.ts"
import type { Block } from "../protocol/types.ts"

const STATEMENTS_MAX = 20_000

export interface Crime {
  readonly key: string
  readonly offence: Offence
}

export class Witness {
  readonly #crypto: Crypto
  readonly #genesisHash: string
  /** What was said about a place: the statement's key, and the hash of what was said first. */
  readonly #statements = new Map<string, string>()

  constructor(crypto: Crypto, genesisHash: string) {
    this.#crypto = crypto
    this.#genesisHash = genesisHash
  }

  /** A valid block was stored. `sender` is the proven key of who sent it. */
  saw(block: Block, sender: string | undefined): Crime | undefined {
    const { previousHash, transaction, miner, hash } = block
    const id = transferId(this.#crypto, this.#genesisHash, transaction)
    // The same parent, so that a node which lost its disk and its memory of a transfer is not taken for a cheat.
    if (this.#differs(`signed ${transaction.from} ${transaction.nonce} ${previousHash}`, id)) {
      return { key: transaction.from, offence: "double-signed" }
    }
    if (sender === miner && this.#differs(`sent ${miner} ${previousHash}`, hash)) return { key: sender, offence: "rival-blocks" }
    return undefined
  }

  #differs(place: string, said: string): boolean {
    const before = this.#statements.get(place)
    if (before !== undefined) return before !== said
    this.#statements.set(place, said)
    if (this.#statements.size > STATEMENTS_MAX) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest)
        break
      }
    }
    return false
  }
}
