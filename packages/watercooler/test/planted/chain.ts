/** Bugs in the choice of the head, and in what a change of the head undoes. */
import type { Block } from "@watercooler/bigload"
import type { Json, Position } from "@watercooler/kernel"
import { type Node, patched } from "./planted.ts"

type Chain = Node["chain"]
type Store = Parameters<Chain["accept"]>[2]
/** Of two blocks at one height, the one with the smaller number wins. Never the same for two. */
type Numbering = (block: Block, position: Position) => number

/** Gives out other numbers than those of the records, and finds the records again by them. */
class Renumbered implements Store {
  readonly #store: Store
  readonly #numberOf: Numbering
  readonly #positions: Map<number, Position>

  constructor(store: Store, numberOf: Numbering, positions: Map<number, Position>) {
    this.#store = store
    this.#numberOf = numberOf
    this.#positions = positions
  }

  persist(record: Json): number {
    return this.renumber((record as { readonly block: Block }).block, this.#store.persist(record))
  }

  recall(number: number): Json | undefined {
    return this.#store.recall(this.#positions.get(number) ?? -1)
  }

  renumber(block: Block, position: Position): number {
    const number = this.#numberOf(block, position)
    this.#positions.set(number, position)
    return number
  }
}

const tiesBy = (numberOf: Numbering) =>
  patched(({ chain }) => {
    const positions = new Map<number, Position>()
    const over = (store: Store) => (store instanceof Renumbered ? store : new Renumbered(store, numberOf, positions))
    const { accept, contents, restore } = chain
    chain.accept = (block, wallMs, store) => accept.call(chain, block, wallMs, over(store))
    chain.contents = (block, store) => contents.call(chain, block, over(store))
    chain.restore = (block, position, store) => restore.call(chain, block, over(store).renumber(block, position), over(store))
  })

/** Follows whichever of two equally high heads came last. */
export const tiesFlap = tiesBy((_block, position) => -2 - position)

/** Follows whichever of two equally high heads says that it is older. */
export const clockBreaksTies = tiesBy(({ timestamp }, position) => (timestamp % 1_000_000_000) * 1_000_000 + position)

/** Believes for ever that its own transfer is in the block that it was in. */
export const reorgLosesTransfer = patched(({ wallet }) => {
  wallet.left = () => undefined
})

/** Gives the money back when a block is undone, and not the number. */
export const undoForgetsNonce = patched(({ chain: { ledger } }) => {
  const undo = ledger.undo.bind(ledger)
  ledger.undo = (block) => {
    undo(block)
    const account = ledger.account(block.transaction.from) as { nonce: number; readonly balance: number }
    if (account.balance > 0) account.nonce += 1
  }
})

const TOO_MUCH = 500

/** Thinks that a block earns its miner far more than it does. */
export const mintsTooMuch = patched(({ chain: { ledger } }) => {
  const { apply, undo } = ledger
  const credit = (miner: string, amount: number): void => {
    const account = ledger.account(miner) as { balance: number }
    account.balance += amount
  }
  ledger.apply = (block) => {
    apply.call(ledger, block)
    credit(block.miner, TOO_MUCH)
  }
  ledger.undo = (block) => {
    credit(block.miner, -TOO_MUCH)
    undo.call(ledger, block)
  }
})
