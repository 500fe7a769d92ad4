/**
 * The tree of blocks that a node knows, and which of them is the head. Holds no contents: only what the choice needs.
 *
 * The fork choice is a strict total order: the higher block wins, and of equals the one that arrived first. Arrivals are numbered
 * without ties, so there is always exactly one best block, and a restart that numbers alike chooses alike.
 */

export interface TreeBlock {
  readonly hash: string
  readonly parent: TreeBlock | undefined
  readonly height: number
  /** Unique; smaller came earlier. */
  readonly arrival: number
}

/** How to get from one block to another: undo these (highest first), then apply those (lowest first). */
export interface Route {
  readonly back: readonly TreeBlock[]
  readonly forth: readonly TreeBlock[]
  readonly ancestor: TreeBlock
}

/** Negative when `a` is the better head. Never 0 for different blocks. */
export function compareHeads(a: TreeBlock, b: TreeBlock): number {
  return b.height - a.height || a.arrival - b.arrival
}

export class BlockTree {
  readonly #blocks = new Map<string, TreeBlock>()
  /** Blocks that are not on the main chain, oldest first. */
  readonly #side = new Set<TreeBlock>()
  readonly #main: TreeBlock[]
  readonly #sideMax: number

  /** `sideMax` bounds the blocks remembered off the main chain; the oldest is forgotten first. */
  constructor(genesis: string, sideMax: number) {
    const root: TreeBlock = { hash: genesis, parent: undefined, height: 0, arrival: -1 }
    this.#blocks.set(genesis, root)
    this.#main = [root]
    this.#sideMax = sideMax
  }

  get head(): TreeBlock {
    return this.#main[this.#main.length - 1] as TreeBlock
  }

  get size(): number {
    return this.#blocks.size
  }

  get(hash: string): TreeBlock | undefined {
    return this.#blocks.get(hash)
  }

  /** The block of the main chain at a height. */
  at(height: number): TreeBlock | undefined {
    return this.#main[height]
  }

  isMain(block: TreeBlock): boolean {
    return this.#main[block.height] === block
  }

  /** Adds a block below a parent that must be in the tree. Does not move the head. */
  insert(hash: string, parentHash: string, arrival: number): TreeBlock {
    const parent = this.#blocks.get(parentHash)
    if (parent === undefined) throw new Error(`insert: the parent ${parentHash} of ${hash} is not in the tree`)
    if (this.#blocks.has(hash)) throw new Error(`insert: ${hash} is in the tree already`)
    const block: TreeBlock = { hash, parent, height: parent.height + 1, arrival }
    this.#blocks.set(hash, block)
    this.#side.add(block)
    this.#boundSide(block)
    return block
  }

  /** The way from the head to another block of the tree. */
  routeTo(target: TreeBlock): Route {
    const forth: TreeBlock[] = []
    let walker: TreeBlock = target
    while (!this.isMain(walker)) {
      forth.push(walker)
      if (walker.parent === undefined) throw new Error(`routeTo: ${target.hash} hangs in no tree`)
      walker = walker.parent
    }
    return { back: this.#main.slice(walker.height + 1).reverse(), forth: forth.reverse(), ancestor: walker }
  }

  /** Makes a block the head. */
  moveTo(target: TreeBlock): Route {
    const route = this.routeTo(target)
    this.#main.length = route.ancestor.height + 1
    for (const block of route.back) this.#side.add(block)
    for (const block of route.forth) {
      this.#side.delete(block)
      this.#main.push(block)
    }
    return route
  }

  /** Takes a block and all its descendants out of the tree. None may be on the main chain. */
  prune(block: TreeBlock): TreeBlock[] {
    if (this.isMain(block)) throw new Error(`prune: ${block.hash} is on the main chain`)
    const gone = new Set([block])
    const stays = new Set<TreeBlock>()
    // A descendant may stand anywhere in #side, because reorganisations put blocks back; so each is followed down to what is decided already.
    for (const candidate of this.#side) {
      const path: TreeBlock[] = []
      let walker: TreeBlock | undefined = candidate
      while (walker !== undefined && walker.height > block.height && !gone.has(walker) && !stays.has(walker) && !this.isMain(walker)) {
        path.push(walker)
        walker = walker.parent
      }
      const fate = walker !== undefined && gone.has(walker) ? gone : stays
      for (const each of path) fate.add(each)
    }
    for (const each of gone) {
      this.#blocks.delete(each.hash)
      this.#side.delete(each)
    }
    return [...gone]
  }

  #boundSide(newest: TreeBlock): void {
    if (this.#side.size <= this.#sideMax) return
    const branch = new Set<TreeBlock>()
    for (let walker: TreeBlock | undefined = newest; walker !== undefined && !this.isMain(walker); walker = walker.parent)
      branch.add(walker)
    for (const oldest of this.#side) {
      if (branch.has(oldest)) continue
      this.prune(oldest)
      return
    }
  }
}
