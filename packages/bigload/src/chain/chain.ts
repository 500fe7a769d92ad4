/** The chain a node holds: takes blocks in, follows the longest valid branch, keeps the accounts in step with the head. */
import { BlockTree, type Crypto, compareHeads, type Json, type Position, type TreeBlock } from "@watercooler/kernel"
import type { Block, ChainRules } from "../protocol/types.ts"
import { checkPlace, checkTransfer, type ParentFacts } from "../rules/context.ts"
import { isOffence, type Rejection } from "../rules/refusals.ts"
import { checkSanity } from "../rules/sanity.ts"
import { Ledger } from "./ledger.ts"

/** Where blocks are kept: the part of a node's `Out` that the chain needs. */
export interface BlockStore {
  persist(record: Json): Position
  recall(position: Position): Json | undefined
}

/** How the head moved: the blocks that left the main chain (highest first) and those that joined it (lowest first). */
export interface Move {
  readonly left: readonly Block[]
  readonly joined: readonly Block[]
  readonly previous: TreeBlock
}

export type Acceptance =
  | { readonly kind: "seen" }
  | { readonly kind: "stored"; readonly block: TreeBlock; readonly move: Move | undefined }
  | { readonly kind: "rejected"; readonly rejection: Rejection }

/** Blocks off the main chain, and hashes known to be invalid, that are remembered. */
const SIDE_MAX = 20_000
const INVALID_MAX = 10_000

export class Chain {
  readonly tree: BlockTree
  readonly ledger: Ledger
  readonly rules: ChainRules
  readonly #crypto: Crypto
  /** Why each was refused, so that it is refused alike when it comes again, and is not stored and judged anew. */
  readonly #invalid = new Map<string, Rejection>()
  /** Contents of the head, which every next block is compared with. */
  #headBlock: Block | undefined

  constructor(crypto: Crypto, rules: ChainRules) {
    this.#crypto = crypto
    this.rules = rules
    this.tree = new BlockTree(rules.genesisHash, SIDE_MAX)
    this.ledger = new Ledger(rules.genesis)
  }

  get head(): TreeBlock {
    return this.tree.head
  }

  /** Contents of the head; undefined while it is the genesis. */
  get headContents(): Block | undefined {
    return this.#headBlock
  }

  /** Timestamp of the head; the genesis's when there is no block yet. */
  get headTimestamp(): number {
    return this.#headBlock?.timestamp ?? this.rules.genesis.timestamp
  }

  /** Contents of a block of the tree; undefined for the genesis, which has none. */
  contents(block: TreeBlock, store: BlockStore): Block | undefined {
    if (block === this.head && this.#headBlock !== undefined) return this.#headBlock
    if (block.parent === undefined) return undefined
    const record = store.recall(block.arrival) as { readonly block: Block } | undefined
    if (record === undefined) throw new Error(`block ${block.hash} is in the tree but record ${block.arrival} is not in the store`)
    return record.block
  }

  /** Takes in a block from outside. Stores it if it may be of use, and moves the head if it should. */
  accept(block: Block, wallMs: number, store: BlockStore): Acceptance {
    if (this.tree.get(block.hash) !== undefined) return { kind: "seen" }
    const rejection = checkSanity(this.#crypto, block, this.rules) ?? this.#checkParent(block, wallMs, store)
    if (rejection !== undefined) return { kind: "rejected", rejection }
    if (block.previousHash === this.head.hash) {
      const unaffordable = checkTransfer(block, this.ledger)
      if (unaffordable !== undefined) return this.#reject(block.hash, unaffordable)
    }
    return this.#insert(block, store.persist({ kind: "block", block: block }), store)
  }

  /** Takes in a block that this node had stored before a restart: it was judged then. */
  restore(block: Block, position: Position, store: BlockStore): Move | undefined {
    if (this.tree.get(block.hash) !== undefined || this.tree.get(block.previousHash) === undefined) return undefined
    const acceptance = this.#insert(block, position, store)
    return acceptance.kind === "stored" ? acceptance.move : undefined
  }

  #checkParent(block: Block, wallMs: number, store: BlockStore): Rejection | undefined {
    const before = this.#invalid.get(block.hash)
    if (before !== undefined) return before
    const parent = this.tree.get(block.previousHash)
    if (parent === undefined) {
      return { code: this.#invalid.has(block.previousHash) ? "invalid-ancestor" : "unknown-parent", parent: block.previousHash }
    }
    const rejection = checkPlace(block, this.#factsOf(parent, store), wallMs)
    if (rejection !== undefined && isOffence(rejection)) this.#refuse(block.hash, rejection)
    return rejection
  }

  #factsOf(block: TreeBlock, store: BlockStore): ParentFacts {
    const timestamp = this.contents(block, store)?.timestamp ?? this.rules.genesis.timestamp
    return { number: block.height, timestamp }
  }

  #insert(block: Block, position: Position, store: BlockStore): Acceptance {
    const extendsHead = block.previousHash === this.head.hash
    const inserted = this.tree.insert(block.hash, block.previousHash, position)
    if (extendsHead) {
      const previous = this.head
      this.ledger.apply(block)
      this.tree.moveTo(inserted)
      this.#headBlock = block
      return { kind: "stored", block: inserted, move: { left: [], joined: [block], previous } }
    }
    if (compareHeads(inserted, this.head) > 0) return { kind: "stored", block: inserted, move: undefined }
    return this.#reorganise(inserted, store)
  }

  /** A side branch has become the longest. Only now is it known whether its transfers are valid. */
  #reorganise(target: TreeBlock, store: BlockStore): Acceptance {
    const route = this.tree.routeTo(target)
    const left = this.#contentsOf(route.back, store)
    const joined = this.#contentsOf(route.forth, store)
    for (const block of left) this.ledger.undo(block)
    for (let i = 0; i < joined.length; i++) {
      const block = joined[i] as Block
      const unaffordable = checkTransfer(block, this.ledger)
      if (unaffordable !== undefined) {
        this.#restoreLedger(left, joined.slice(0, i))
        return this.#reject((route.forth[i] as TreeBlock).hash, unaffordable)
      }
      this.ledger.apply(block)
    }
    const previous = this.head
    this.tree.moveTo(target)
    this.#headBlock = joined[joined.length - 1]
    return { kind: "stored", block: target, move: { left, joined, previous } }
  }

  #restoreLedger(left: readonly Block[], applied: readonly Block[]): void {
    for (const block of [...applied].reverse()) this.ledger.undo(block)
    for (const block of [...left].reverse()) this.ledger.apply(block)
  }

  #contentsOf(blocks: readonly TreeBlock[], store: BlockStore): Block[] {
    return blocks.map((block) => this.contents(block, store) as Block)
  }

  #reject(hash: string, rejection: Rejection): Acceptance {
    const block = this.tree.get(hash)
    if (block !== undefined)
      for (const gone of this.tree.prune(block)) this.#refuse(gone.hash, { code: "invalid-ancestor", parent: gone.parent?.hash ?? "" })
    this.#refuse(hash, rejection)
    return { kind: "rejected", rejection }
  }

  #refuse(hash: string, rejection: Rejection): void {
    this.#invalid.set(hash, rejection)
    if (this.#invalid.size <= INVALID_MAX) return
    for (const oldest of this.#invalid.keys()) {
      this.#invalid.delete(oldest)
      return
    }
  }
}
