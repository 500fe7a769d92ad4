/** The signatures that a turn is going to check, so that a driver can check them ahead of it. */
import type { SignedClaim } from "@watercooler/kernel"
import type { Answer, Request } from "../protocol/messages.ts"
import { transferText } from "../protocol/texts.ts"
import type { Transaction } from "../protocol/types.ts"

/** Only ranges carry enough signatures to be worth it; a range names the network its transfers are signed for. */
export function claimsOf(message: Request | Answer): SignedClaim[] {
  if (message.kind !== "range") return []
  return message.blocks.map(({ transaction }) => claim(message.genesis, transaction))
}

function claim(genesis: string, transaction: Transaction): SignedClaim {
  return { publicKey: transaction.from, message: transferText(genesis, transaction), signature: transaction.signature }
}
