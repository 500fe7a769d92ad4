/** The rules that depend on where a block lands (section 5, context). */
import type { Ledger } from "../chain/ledger.ts"
import type { Block } from "../protocol/types.ts"
import type { Rejection } from "./refusals.ts"

/** How far a timestamp may lie after the receiver's clock. */
export const AHEAD_MS_MAX = 7_200_000

export interface ParentFacts {
  readonly number: number
  readonly timestamp: number
}

/** Where it stands among blocks. `wallMs` is undefined for blocks this node has judged before. */
export function checkPlace(block: Block, parent: ParentFacts, wallMs: number | undefined): Rejection | undefined {
  if (block.number !== parent.number + 1) return { code: "wrong-number", number: block.number, expected: parent.number + 1 }
  if (block.timestamp < parent.timestamp) {
    return { code: "before-parent", timestamp: block.timestamp, parentTimestamp: parent.timestamp }
  }
  if (wallMs !== undefined && block.timestamp > wallMs + AHEAD_MS_MAX) {
    return { code: "too-far-ahead", timestamp: block.timestamp, latest: wallMs + AHEAD_MS_MAX }
  }
  return undefined
}

/** Whether the accounts, as they stand after the parent, allow its transfer. */
export function checkTransfer({ transaction }: Pick<Block, "transaction">, ledger: Ledger): Rejection | undefined {
  const { from, amount, nonce } = transaction
  const account = ledger.account(from)
  if (nonce !== account.nonce) return { code: "wrong-nonce", account: from, nonce, expected: account.nonce }
  if (amount > account.balance) return { code: "overspent", account: from, balance: account.balance, amount }
  return undefined
}
