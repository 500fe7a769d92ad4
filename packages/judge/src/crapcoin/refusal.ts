/** Why a block of a chain is refused: the codes of section 5 of the protocol page, each with its facts. */
export type ChainRefusal =
  | { readonly code: "malformed"; readonly field: string }
  | { readonly code: "wrong-difficulty"; readonly difficulty: number; readonly expected: number }
  | { readonly code: "wrong-hash"; readonly hash: string; readonly expected: string }
  | { readonly code: "too-little-work"; readonly bits: number; readonly bitsMin: number }
  | { readonly code: "bad-signature"; readonly from: string }
  | { readonly code: "unknown-parent"; readonly parent: string; readonly expected: string }
  | { readonly code: "wrong-number"; readonly number: number; readonly expected: number }
  | { readonly code: "before-parent"; readonly timestamp: number; readonly parent: number }
  | { readonly code: "wrong-nonce"; readonly from: string; readonly nonce: number; readonly expected: number }
  | { readonly code: "overspent"; readonly from: string; readonly amount: number; readonly balance: number }

/** The facts of a refusal in words. */
export function describeRefusal(refusal: ChainRefusal): string {
  switch (refusal.code) {
    case "malformed":
      return `malformed (${refusal.field})`
    case "wrong-difficulty":
      return `wrong-difficulty (${refusal.difficulty} instead of ${refusal.expected})`
    case "wrong-hash":
      return "wrong-hash (its contents hash to something else)"
    case "too-little-work":
      return `too-little-work (${refusal.bits} of ${refusal.bitsMin} bits)`
    case "bad-signature":
      return "bad-signature"
    case "unknown-parent":
      return "unknown-parent (it does not follow the block before it)"
    case "wrong-number":
      return `wrong-number (${refusal.number} instead of ${refusal.expected})`
    case "before-parent":
      return `before-parent (${refusal.parent - refusal.timestamp} ms too early)`
    case "wrong-nonce":
      return `wrong-nonce (${refusal.nonce} instead of ${refusal.expected})`
    case "overspent":
      return `overspent (${refusal.amount} of a balance of ${refusal.balance})`
  }
}
