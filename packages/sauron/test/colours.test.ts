/** Colours of chains: who follows the same chain keeps its colour, however the chain grows, forks and heals. */
import type { JournalEvent } from "@watercooler/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { branchesOf, emptyPicture, type Picture, reduce } from "../src/picture/index.ts"
import { Colours } from "../web/state/colours.ts"
import { Storyteller } from "./story.ts"

/** A network that grows block by block, as somebody looks at it. A block is called by its chain and height: `a4`. */
class Onlooker {
  readonly #story = new Storyteller()
  readonly #keeper = new Colours()
  readonly #heights = new Map<string, number>([["genesis", 0]])
  #picture: Picture = emptyPicture

  /** Looks before and after, as a page does that is sent frames. */
  see(...events: readonly JournalEvent[]): this {
    this.#picture = reduce(this.#picture, events)
    this.look()
    return this
  }

  mined(hash: string, previous: string): JournalEvent {
    const height = (this.#heights.get(previous) ?? 0) + 1
    this.#heights.set(hash, height)
    return this.#story.block("somebody", height, hash, previous)
  }

  follow(head: string, ...nodes: readonly string[]): readonly JournalEvent[] {
    return nodes.map((node) => this.#story.head(node, this.#heights.get(head) ?? 0, head))
  }

  /** Colour of each node. */
  look(): Record<string, number> {
    const branches = branchesOf(this.#picture)
    const colours = this.#keeper.of(branches, this.#picture.blocks)
    return Object.fromEntries(branches.flatMap(({ head, nodes }) => nodes.map((node) => [node, colours.get(head) ?? -2])))
  }
}

function grown(): Onlooker {
  const network = new Onlooker()
  for (const [hash, previous] of [
    ["t1", "genesis"],
    ["t2", "t1"],
    ["t3", "t2"],
  ] as const)
    network.see(network.mined(hash, previous), ...network.follow(hash, "b1", "b2", "b3", "b4", "b5"))
  return network
}

/** Two against three, while both sides grow; the smaller side is ahead. */
function forked(): Onlooker {
  const network = grown()
  network.see(network.mined("p4", "t3"), ...network.follow("p4", "b1", "b2"))
  network.see(network.mined("q4", "t3"), ...network.follow("q4", "b3", "b4", "b5"))
  return network
}

describe("colours of chains", () => {
  test("one chain is the first colour, also for whoever is late", () => {
    const network = grown()
    network.see(network.mined("t4", "t3"), ...network.follow("t4", "b1"))
    expect(network.look()).toEqual({ b1: 0, b2: 0, b3: 0, b4: 0, b5: 0 })
  })

  test("at a fork the larger side goes on in the colour that both had, even if the smaller was first", () => {
    expect(forked().look()).toEqual({ b1: 1, b2: 1, b3: 0, b4: 0, b5: 0 })
  })

  test("both sides keep their colours as they grow, whichever is longer, and whoever is late on its side has that side's colour", () => {
    const network = forked()
    for (let height = 5; height < 90; height++) {
      network.see(network.mined(`p${height}`, `p${height - 1}`), ...network.follow(`p${height}`, "b1"))
      expect(network.look()).toEqual({ b1: 1, b2: 1, b3: 0, b4: 0, b5: 0 })
      network.see(...network.follow(`p${height}`, "b2"))
      if (height % 3 > 0) continue
      const last = 3 + height / 3
      network.see(network.mined(`q${last}`, last === 5 ? "q4" : `q${last - 1}`), ...network.follow(`q${last}`, "b3", "b4"))
      expect(network.look()).toEqual({ b1: 1, b2: 1, b3: 0, b4: 0, b5: 0 })
    }
  })

  test("after a heal the winner has the colour that it had, and keeps it as the chain grows", () => {
    const network = forked()
    network.see(network.mined("p5", "p4"), ...network.follow("p5", "b1", "b2", "b3"))
    expect(network.look()).toEqual({ b1: 1, b2: 1, b3: 1, b4: 0, b5: 0 })
    network.see(...network.follow("p5", "b4", "b5"))
    for (let height = 6; height < 90; height++)
      network.see(network.mined(`p${height}`, `p${height - 1}`), ...network.follow(`p${height}`, "b1", "b2", "b3", "b4", "b5"))
    expect(network.look()).toEqual({ b1: 1, b2: 1, b3: 1, b4: 1, b5: 1 })
  })

  test("a fork of a side takes a third colour, and both others stay", () => {
    const network = forked()
    network.see(network.mined("r5", "q4"), network.mined("q5", "q4"), ...network.follow("r5", "b5"), ...network.follow("q5", "b3", "b4"))
    expect(network.look()).toEqual({ b1: 1, b2: 1, b3: 0, b4: 0, b5: 2 })
  })

  test("what was seen before looks as it did when somebody comes back to it", () => {
    const network = new Onlooker()
    const before = [network.mined("t1", "genesis"), ...network.follow("t1", "b1", "b2", "b3")]
    const fork = [network.mined("p2", "t1"), network.mined("q2", "t1"), ...network.follow("p2", "b1"), ...network.follow("q2", "b2", "b3")]
    const healed = [network.mined("p3", "p2"), ...network.follow("p3", "b1", "b2", "b3")]
    const keeper = new Colours()
    const seen = (...events: readonly JournalEvent[]) => {
      const picture = reduce(emptyPicture, events)
      return [...keeper.of(branchesOf(picture), picture.blocks)]
    }
    const [first, second, third] = [seen(...before), seen(...before, ...fork), seen(...before, ...fork, ...healed)]
    expect([seen(...before), seen(...before, ...fork), seen(...before), seen(...before, ...fork, ...healed)]).toEqual([
      first,
      second,
      first,
      third,
    ])
  })

  test("blocks that were missed do not change the colour of those who follow them", () => {
    const network = forked()
    network.mined("lost", "p4")
    network.see(network.mined("p6", "lost"), ...network.follow("p6", "b1", "b2"))
    expect(network.look()).toMatchObject({ b1: 1, b2: 1 })
  })

  test("sides that have parted never change or share a colour, however they grow, and neither does whoever waits where they parted", () => {
    const step = fc.record({ side: fc.integer({ min: 0, max: 3 }), isLate: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const network = grown()
        const heads = [0, 1, 2, 3].map((side) => `${side}-first`)
        for (const [side, head] of heads.entries()) network.see(network.mined(head, "t3"), ...network.follow(head, `n${side}`, `m${side}`))
        const before = network.look()
        expect(new Set(heads.map((_, side) => before[`n${side}`])).size).toBe(4)
        for (const [at, { side, isLate }] of steps.entries()) {
          const head = `${side}-${at}`
          network.see(
            network.mined(head, heads[side] ?? ""),
            ...network.follow(head, ...(isLate ? [`n${side}`] : [`n${side}`, `m${side}`])),
          )
          heads[side] = head
          expect(network.look()).toEqual(before)
        }
      }),
    )
  })
})
