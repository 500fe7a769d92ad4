/** What a block must be on its own, whatever chain it is in. This is where the costly hashing and signatures are, so it remembers. */
import type { Crypto } from "@watercooler/kernel"
import { type Block, blockText, sameBlock, transferIdText, transferText, workOf } from "./block.ts"
import type { ChainRefusal } from "./refusal.ts"

export interface Network {
  /** The genesis hash. */
  readonly hash: string
  readonly difficulty: number
}

/**
 * Blocks already found sane, by hash. Nodes mostly share one chain, so each block is hashed and its signature verified once,
 * however many nodes hold it. A hash that a liar reuses for other contents is not found here: contents are compared.
 */
export type SaneBlocks = Map<string, Block>

export function checkSanity(crypto: Crypto, block: Block, network: Network, sane: SaneBlocks): ChainRefusal | undefined {
  const known = sane.get(block.hash)
  if (known && sameBlock(known, block)) return undefined
  if (block.difficulty !== network.difficulty) {
    return { code: "wrong-difficulty", difficulty: block.difficulty, expected: network.difficulty }
  }
  const { transaction } = block
  const expected = crypto.hash(blockText(block, crypto.hash(transferIdText(network.hash, transaction))))
  if (block.hash !== expected) return { code: "wrong-hash", hash: block.hash, expected }
  const bits = workOf(block.hash)
  if (bits < network.difficulty) return { code: "too-little-work", bits, bitsMin: network.difficulty }
  if (!crypto.verify(transaction.from, transferText(network.hash, transaction), transaction.signature)) {
    return { code: "bad-signature", from: transaction.from }
  }
  sane.set(block.hash, block)
  return undefined
}
