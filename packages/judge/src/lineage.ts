/** Who is whose parent, among all blocks that honest nodes have told of. */
import type { NoteEvent } from "@watercooler/kernel"
import { readBlock } from "./crapcoin/index.ts"
import { numberOf, textOf } from "./facts.ts"
import type { FinalState } from "./input.ts"

interface Ancestry {
  readonly previous: string
  readonly height: number
}

export class Lineage {
  readonly #blocks = new Map<string, Ancestry>()

  constructor(genesisHash: string, stored: readonly NoteEvent[], finals: readonly FinalState[]) {
    for (const { fact } of stored) this.#learn(textOf(fact, "hash"), textOf(fact, "previous"), numberOf(fact, "height"))
    for (const { blocks } of finals) {
      for (const value of blocks) {
        const block = readBlock(value)
        if (typeof block !== "string") this.#learn(block.hash, block.previousHash, block.number)
      }
    }
    this.#blocks.set(genesisHash, { previous: "", height: 0 })
  }

  #learn(hash: string | undefined, previous: string | undefined, height: number | undefined): void {
    if (hash !== undefined && previous !== undefined && height !== undefined) this.#blocks.set(hash, { previous, height })
  }

  heightOf(hash: string): number | undefined {
    return this.#blocks.get(hash)?.height
  }

  /** Undefined where nobody told. Heights must fall by one, so that no set of notes can lead in a circle. */
  parentOf(hash: string): string | undefined {
    const block = this.#blocks.get(hash)
    if (!block || this.heightOf(block.previous) !== block.height - 1) return undefined
    return block.previous
  }

  ancestor(hash: string, steps: number): string | undefined {
    let at: string | undefined = hash
    for (let step = 0; step < steps && at !== undefined; step += 1) at = this.parentOf(at)
    return at
  }

  /** How many blocks of the branch of `from` are not on the branch of `to`; undefined where nobody told. */
  blocksLeft(from: string, to: string): number | undefined {
    let left = 0
    let old = from
    let fresh = to
    while (old !== fresh) {
      const oldHeight = this.heightOf(old)
      const freshHeight = this.heightOf(fresh)
      if (oldHeight === undefined || freshHeight === undefined) return undefined
      const goUp = freshHeight > oldHeight ? this.parentOf(fresh) : this.parentOf(old)
      if (goUp === undefined) return undefined
      if (freshHeight > oldHeight) fresh = goUp
      else {
        old = goUp
        left += 1
      }
    }
    return left
  }
}
