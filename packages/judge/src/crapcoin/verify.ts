/**
 * Replays a chain from its genesis. Written from docs/protocol/crapcoin.md alone: the node's own validation is what is on
 * trial, so none of it may be used here.
 */
import type { Crypto, Json } from "@watercooler/kernel"
import { readBlock } from "./block.ts"
import { type Genesis, genesisHash } from "./genesis.ts"
import { Ledger } from "./ledger.ts"
import type { ChainRefusal } from "./refusal.ts"
import { checkSanity, type SaneBlocks } from "./sanity.ts"

export type ChainReplay =
  | { readonly ok: true; readonly height: number; readonly head: string; readonly ledger: Ledger }
  /** `height` blocks were valid; the next is refused. */
  | { readonly ok: false; readonly height: number; readonly head: string; readonly refusal: ChainRefusal }

/** What many chains of one network have in common, so that it need not be found out again for each. */
export interface Common {
  readonly sane: SaneBlocks
  readonly genesisHash: string
}

export function verifyChain(genesis: Genesis, blocks: readonly Json[], crypto: Crypto, common?: Common): ChainReplay {
  const { sane, genesisHash: hash } = common ?? { sane: new Map(), genesisHash: genesisHash(crypto, genesis) }
  const network = { hash, difficulty: genesis.difficulty }
  const ledger = new Ledger(genesis)
  let head = network.hash
  let timestamp = genesis.timestamp
  let height = 0
  for (const value of blocks) {
    const refused = (refusal: ChainRefusal): ChainReplay => ({ ok: false, height, head, refusal })
    const block = readBlock(value)
    if (typeof block === "string") return refused({ code: "malformed", field: block })
    const insane = checkSanity(crypto, block, network, sane)
    if (insane) return refused(insane)
    if (block.previousHash !== head) return refused({ code: "unknown-parent", parent: block.previousHash, expected: head })
    if (block.number !== height + 1) return refused({ code: "wrong-number", number: block.number, expected: height + 1 })
    if (block.timestamp < timestamp) return refused({ code: "before-parent", timestamp: block.timestamp, parent: timestamp })
    const unaffordable = ledger.refusalOf(block)
    if (unaffordable) return refused(unaffordable)
    ledger.apply(block)
    head = block.hash
    timestamp = block.timestamp
    height += 1
  }
  return { ok: true, height, head, ledger }
}
