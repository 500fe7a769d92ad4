/**
 * Which colour a chain has. Blocks are painted once and stay so: a chain keeps its colour as it grows, the sides of a fork keep theirs, and
 * whichever of them wins takes its own along. At a fork the side with more nodes goes on in the colour that both had; while there was no fork
 * it is the first colour, the calm one.
 */
import type { BlockPicture, Branch } from "../../src/picture/index.ts"

export const CHAIN_COLOURS = 6
/** Blocks whose colour is remembered: more than a picture has. */
const PAINTED_MAX = 8_192

type Blocks = ReadonlyMap<string, BlockPicture>

export class Colours {
  readonly #painted = new Map<string, number>()
  /** What each node was last seen in, for chains of which too little is known to follow them down. */
  #worn = new Map<string, number>()

  /** A colour for each head; -1 where it is not known which chain it belongs to. */
  of(branches: readonly Branch[], blocks: readonly BlockPicture[]): ReadonlyMap<string, number> {
    const byHash = new Map(blocks.map((block) => [block.hash, block]))
    const sides = branches.filter(({ relation }) => relation === "longest" || relation === "forked")
    const followers = new Map<string, string[]>()
    for (const { chain, nodes } of branches) followers.set(chain, [...(followers.get(chain) ?? []), ...nodes])
    const many = ({ head }: Branch) => followers.get(head)?.length ?? 0

    const colours = new Map<string, number>()
    const taken = new Set<number>()
    const newcomers: Branch[] = []
    for (const side of sides.toSorted((a, b) => many(b) - many(a))) {
      const colour = this.#inherited(side.head, byHash) ?? this.#wornBy(followers.get(side.head) ?? [])
      if (colour === undefined || taken.has(colour)) newcomers.push(side)
      else {
        taken.add(colour)
        colours.set(side.head, colour)
        this.#paint(side.head, colour, byHash, (hash) => this.#painted.has(hash))
      }
    }
    if (newcomers.length > 0) this.#welcome(newcomers, taken, colours, byHash)

    for (const { head, chain } of branches) {
      if (colours.has(head)) continue
      // Whoever waits where a fork began stays as it was, whichever side is longer now.
      const own = this.#painted.get(head) ?? -1
      colours.set(head, colours.has(chain) && taken.has(own) ? own : (colours.get(chain) ?? -1))
    }
    this.#worn = new Map(branches.flatMap(({ head, nodes }) => nodes.map((node) => [node, colours.get(head) ?? -1] as const)))
    return colours
  }

  /** Sides that need a colour of their own, down to where they left the others. */
  #welcome(newcomers: readonly Branch[], taken: Set<number>, colours: Map<string, number>, blocks: Blocks): void {
    const shared = new Set<string>()
    for (const head of colours.keys()) mark(head, blocks, shared)
    for (const { head } of newcomers) {
      let free = 0
      while (taken.has(free) && free < CHAIN_COLOURS - 1) free++
      taken.add(free)
      colours.set(head, free)
      this.#paint(head, free, blocks, (hash) => shared.has(hash))
      mark(head, blocks, shared)
    }
  }

  #inherited(head: string, blocks: Blocks): number | undefined {
    let found: number | undefined
    walk(head, blocks, (hash) => {
      found = this.#painted.get(hash)
      return found === undefined
    })
    return found
  }

  #wornBy(nodes: readonly string[]): number | undefined {
    const counts = Array.from({ length: CHAIN_COLOURS }, () => 0)
    for (const node of nodes) {
      const colour = this.#worn.get(node) ?? -1
      if (colour >= 0) counts[colour] = (counts[colour] ?? 0) + 1
    }
    const most = Math.max(...counts)
    return most === 0 ? undefined : counts.indexOf(most)
  }

  #paint(head: string, colour: number, blocks: Blocks, isDone: (hash: string) => boolean): void {
    walk(head, blocks, (hash) => {
      if (isDone(hash)) return false
      this.#painted.set(hash, colour)
      return true
    })
    for (const oldest of this.#painted.keys()) {
      if (this.#painted.size <= PAINTED_MAX) break
      this.#painted.delete(oldest)
    }
  }
}

/** Down from a head, for as long as it is wanted and known. A liar's blocks may stand on each other in a ring. */
function walk(head: string, blocks: Blocks, goesOn: (hash: string) => boolean): void {
  let hash: string | undefined = head
  for (let steps = 0; hash !== undefined && steps <= blocks.size && goesOn(hash); steps++) hash = blocks.get(hash)?.previous
}

/** Adds a head and all that it stands on, down to what is marked already. */
function mark(head: string, blocks: Blocks, marked: Set<string>): void {
  walk(head, blocks, (hash) => {
    if (marked.has(hash)) return false
    marked.add(hash)
    return true
  })
}
