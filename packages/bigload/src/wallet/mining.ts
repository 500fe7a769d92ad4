/** Mining: looking for the nonce that gives a block's hash enough leading zero bits. A job, so that no turn waits for it. */
import type { Crypto, Job } from "@watercooler/kernel"
import { blockTextBeforeNonce, transferId, workOf } from "../protocol/texts.ts"
import type { Block, ChainRules, Draft, Transaction } from "../protocol/types.ts"

export type MineOrder = {
  readonly draft: Draft
  /** The transfer's id, which the text needs in place of the transfer. */
  readonly id: string
}

/** Hashes tried in one slice: about four milliseconds. */
const SLICE = 4_096

/** Tries nonces from where it left off. Its result is the finished block. */
export const mine: Job = (order, start, crypto) => {
  const { draft, id } = order as MineOrder
  const from = (start as number | undefined) ?? 0
  const block = search(crypto, draft, id, from, SLICE)
  return block === undefined ? { next: from + SLICE } : { done: block }
}

/** The first nonce of `tries` that is good enough. */
export function search(crypto: Crypto, draft: Draft, id: string, from: number, tries: number): Block | undefined {
  const text = blockTextBeforeNonce(draft, id)
  for (let nonce = from; nonce < from + tries; nonce++) {
    const hash = crypto.hash(text + nonce)
    if (workOf(hash) >= draft.difficulty) return { ...draft, nonce, hash }
  }
  return undefined
}

export interface Parent {
  readonly hash: string
  readonly height: number
  readonly timestamp: number
}

/** A block for this transfer on top of that parent. Its time is the wall clock's, but never before the parent's. */
export function draftBlock(rules: ChainRules, parent: Parent, transaction: Transaction, miner: string, wallMs: number): Draft {
  return {
    number: parent.height + 1,
    previousHash: parent.hash,
    transaction,
    miner,
    timestamp: Math.max(parent.timestamp, wallMs),
    difficulty: rules.genesis.difficulty,
  }
}

export function mineOrder(crypto: Crypto, rules: ChainRules, draft: Draft): MineOrder {
  return { draft, id: transferId(crypto, rules.genesisHash, draft.transaction) }
}
