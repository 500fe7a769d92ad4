/** Final chains, each replayed once however often it is asked for, and the one that most honest nodes hold. */
import type { Crypto } from "@watercooler/kernel"
import {
  type Block,
  type ChainReplay,
  type Genesis,
  genesisHash,
  readBlock,
  readGenesis,
  type SaneBlocks,
  transferIdText,
  verifyChain,
} from "./crapcoin/index.ts"
import type { FinalState } from "./input.ts"

export class ChainBook {
  readonly #replays = new Map<FinalState, ChainReplay>()
  readonly #blocks = new Map<FinalState, readonly Block[]>()
  readonly #genesis: Genesis | undefined
  readonly #crypto: Crypto
  readonly genesisHash: string
  readonly sane: SaneBlocks = new Map()

  constructor(genesis: Genesis | undefined, crypto: Crypto) {
    this.#genesis = genesis
    this.#crypto = crypto
    this.genesisHash = genesis ? genesisHash(crypto, genesis) : ""
  }

  /** Undefined when the rules hold no genesis to begin from. */
  replay(final: FinalState): ChainReplay | undefined {
    if (!this.#genesis) return undefined
    const replay = this.#replays.get(final) ?? verifyChain(this.#genesis, final.blocks, this.#crypto, this)
    this.#replays.set(final, replay)
    return replay
  }

  /** The blocks as they are, valid or not, up to the first that cannot even be read. */
  blocksOf(final: FinalState): readonly Block[] {
    const known = this.#blocks.get(final)
    if (known) return known
    const blocks: Block[] = []
    for (const value of final.blocks) {
      const block = readBlock(value)
      if (typeof block === "string") break
      blocks.push(block)
    }
    this.#blocks.set(final, blocks)
    return blocks
  }

  /** At which height each transfer is, by transfer id. */
  transferHeights(final: FinalState): ReadonlyMap<string, number> {
    const id = (block: Block) => this.#crypto.hash(transferIdText(this.genesisHash, block.transaction))
    return new Map(this.blocksOf(final).map((block) => [id(block), block.number]))
  }

  /** False when a node says it works with another genesis. A node that does not say is not blamed. */
  sharesGenesis({ genesis }: FinalState): boolean {
    if (genesis === null || typeof genesis === "undefined") return true
    if (typeof genesis === "string") return genesis === this.genesisHash
    const own = readGenesis(genesis)
    return own !== undefined && genesisHash(this.#crypto, own) === this.genesisHash
  }
}

/** The state that most of these nodes share; among equally many, the highest. Undefined for no nodes. */
export function commonest(finals: readonly FinalState[]): FinalState | undefined {
  const holders = new Map<string, FinalState[]>()
  for (const final of finals) holders.set(final.head, [...(holders.get(final.head) ?? []), final])
  let best: readonly FinalState[] = []
  for (const group of holders.values()) {
    const higher = (group[0]?.height ?? 0) > (best[0]?.height ?? -1)
    if (group.length > best.length || (group.length === best.length && higher)) best = group
  }
  return best[0]
}
