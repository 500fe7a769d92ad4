/** Why a block or a transfer is refused: values that carry exactly the facts of their case. Codes are those of section 5. */
import { describeMalformed, type Malformed } from "../protocol/shape.ts"

export type Rejection =
  | Malformed
  | { readonly code: "wrong-difficulty"; readonly difficulty: number; readonly expected: number }
  | { readonly code: "wrong-hash"; readonly hash: string; readonly expected: string }
  | { readonly code: "too-little-work"; readonly bits: number; readonly bitsMin: number }
  | { readonly code: "bad-signature"; readonly from: string }
  | { readonly code: "unknown-parent"; readonly parent: string }
  | { readonly code: "invalid-ancestor"; readonly parent: string }
  | { readonly code: "wrong-number"; readonly number: number; readonly expected: number }
  | { readonly code: "before-parent"; readonly timestamp: number; readonly parentTimestamp: number }
  | { readonly code: "too-far-ahead"; readonly timestamp: number; readonly latest: number }
  | { readonly code: "wrong-nonce"; readonly account: string; readonly nonce: number; readonly expected: number }
  | { readonly code: "overspent"; readonly account: string; readonly balance: number; readonly amount: number }

/** Refusals that prove nothing against the sender: it may be ahead of us, or our clock may be wrong. */
export function isOffence(rejection: Rejection): boolean {
  return rejection.code !== "unknown-parent" && rejection.code !== "too-far-ahead"
}

export function describeRejection(rejection: Rejection): string {
  switch (rejection.code) {
    case "malformed":
      return describeMalformed(rejection)
    case "wrong-difficulty":
      return `difficulty is ${rejection.difficulty}, this network's is ${rejection.expected}`
    case "wrong-hash":
      return `hash is ${rejection.hash}, the block's text hashes to ${rejection.expected}`
    case "too-little-work":
      return `the hash has ${rejection.bits} leading zero bits, at least ${rejection.bitsMin} are needed`
    case "bad-signature":
      return `the transfer is not signed by ${rejection.from}`
    case "unknown-parent":
      return `no block ${rejection.parent} is known`
    case "invalid-ancestor":
      return `the parent ${rejection.parent} is invalid`
    case "wrong-number":
      return `number is ${rejection.number}, after its parent comes ${rejection.expected}`
    case "before-parent":
      return `timestamp ${rejection.timestamp} is before the parent's ${rejection.parentTimestamp}`
    case "too-far-ahead":
      return `timestamp ${rejection.timestamp} is later than ${rejection.latest}, two hours after this node's clock`
    case "wrong-nonce":
      return `nonce is ${rejection.nonce}, the next of account ${rejection.account} is ${rejection.expected}`
    case "overspent":
      return `account ${rejection.account} has ${rejection.balance}, not ${rejection.amount}`
  }
}
