/** The rules a block must meet on its own (section 5, sanity). Cheap ones first; needs no chain, so it runs before anything is stored. */
import type { Crypto } from "@watercooler/kernel"
import { blockTextBeforeNonce, transferId, transferText, workOf } from "../protocol/texts.ts"
import type { Block, ChainRules } from "../protocol/types.ts"
import type { Rejection } from "./refusals.ts"

export function checkSanity(crypto: Crypto, block: Block, rules: ChainRules): Rejection | undefined {
  const { transaction } = block
  if (block.difficulty !== rules.genesis.difficulty) {
    return { code: "wrong-difficulty", difficulty: block.difficulty, expected: rules.genesis.difficulty }
  }
  const id = transferId(crypto, rules.genesisHash, transaction)
  const hash = crypto.hash(blockTextBeforeNonce(block, id) + block.nonce)
  if (hash !== block.hash) return { code: "wrong-hash", hash: block.hash, expected: hash }
  const bits = workOf(hash)
  if (bits < block.difficulty) return { code: "too-little-work", bits, bitsMin: block.difficulty }
  if (!crypto.verify(transaction.from, transferText(rules.genesisHash, transaction), transaction.signature)) {
    return { code: "bad-signature", from: transaction.from }
  }
  return undefined
}
