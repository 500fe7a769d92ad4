/** The picture: what a run's events come to. The same events always draw the same picture, in one go or one by one. */
import type { JournalEvent } from "@watercooler/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { bansOf, branchesOf, emptyPicture, isForked, pictureBounds, reduce, reduceSeen } from "../src/picture/index.ts"
import { hashOf, partyOf, Storyteller, stormyOffice } from "./story.ts"

const draw = (events: readonly JournalEvent[]) => reduce(emptyPicture, events)

describe("the reducer", () => {
  test("draws the same picture from one batch as from many", () => {
    const events = stormyOffice()
    const oneByOne = events.reduce((picture, event) => reduce(picture, [event]), emptyPicture)
    expect(oneByOne).toEqual(draw(events))
  })

  test("leaves the picture before as it was", () => {
    const before = draw(stormyOffice().slice(0, 40))
    const copy = structuredClone(before)
    reduce(before, stormyOffice().slice(40))
    reduceSeen(before, [{ node: "bigload-1", t: 1, requests: 1, failures: 0 }])
    expect(before).toEqual(copy)
  })

  test("tells a storm: who is up, who came back, who was banned, what was hit", () => {
    const picture = draw(stormyOffice())
    const states = Object.values(picture.nodes).map(({ name, state, restarts }) => `${name} ${state} ${restarts}`)
    expect(states).toEqual([
      "bigload-1 alive 0",
      "bigload-2 alive 1",
      "bigload-3 paused 0",
      "bigload-4 alive 0",
      "bigload-5 down 0",
      "shit-1 alive 0",
      "shit-2 alive 0",
    ])
    expect(picture.totals).toMatchObject({ blocks: 41, transfers: 41, rejections: 4, misdeeds: 3, bans: 3, faults: 3, reorgs: 2 })
    expect(picture.faults.map(({ kind, state, receipt }) => `${kind} ${state} ${receipt?.processes ?? "-"}`)).toEqual([
      "fire ended 1",
      "fire began 1",
      "pause began 1",
      "cut ended 0",
      "fire refused -",
    ])
    expect(bansOf(picture)).toMatchObject([{ name: "shit-1", honest: false, by: ["bigload-1", "bigload-2", "bigload-4"] }])
  })

  test("a ban ends when it is lifted, or when its time is over", () => {
    const story = new Storyteller()
    const ban = (node: string) => story.note(node, { note: "banned", peer: "k", forUs: 1_000_000 })
    const banned = draw([ban("b1"), ban("b2"), story.note("b1", { note: "unbanned", peer: "k" })])
    expect(bansOf(banned)).toMatchObject([{ peer: "k", by: ["b2"] }])
    story.t += 2_000_000
    expect(bansOf(reduce(banned, [story.phase("calm")]))).toEqual([])
  })

  test("a wiped disk forgets the chain, a kept one does not", () => {
    const story = new Storyteller()
    const before = draw([story.process("b1", "hired", { pid: 1 }), story.head("b1", 5, "h"), story.process("b1", "fired")])
    expect(reduce(before, [story.process("b1", "hired", { pid: 2, disk: "kept" })]).nodes.b1).toMatchObject({ height: 5, restarts: 1 })
    expect(reduce(before, [story.process("b1", "hired", { pid: 2, disk: "wiped" })]).nodes.b1).toMatchObject({
      height: undefined,
      restarts: 1,
    })
  })

  test("stays bounded, whatever strangers make up", () => {
    const story = new Storyteller()
    const events: JournalEvent[] = []
    for (let n = 0; n < 5_000; n++) {
      events.push(story.head(`stranger-${n}`, n, `h${n}`), story.block("b1", n, `h${n}`, `h${n - 1}`))
      events.push(story.note("b1", { note: "rejected", what: "block", code: `c${n}` }), story.fault(`f${n}`, "began", "fire", "b1"))
      events.push(story.note("b1", { note: "peer-added", endpoint: `e${n}`, from: "x" }))
    }
    const picture = draw(events)
    expect(Object.keys(picture.nodes).length).toBeLessThanOrEqual(pictureBounds.nodes)
    expect(picture.blocks).toHaveLength(pictureBounds.blocks)
    expect(picture.faults).toHaveLength(pictureBounds.faults)
    expect(Object.keys(picture.rejectionCodes).length).toBeLessThanOrEqual(pictureBounds.names + 1)
    expect(picture.totals.rejections).toBe(5_000)
    expect(picture.nodes.b1?.peers).toHaveLength(pictureBounds.peersPerNode)
  })

  test("takes any note, however odd, also of a node called __proto__", () => {
    const odd = fc.record({
      note: fc.constantFrom("head-moved", "banned", "rejected", "peer-added", "misdeed", "block-stored", "unbanned"),
    })
    const facts = fc.dictionary(fc.constantFrom("height", "head", "peer", "endpoint", "code", "hash", "forUs", "misdeed"), fc.jsonValue())
    fc.assert(
      fc.property(fc.array(fc.tuple(odd, facts)), fc.constantFrom("b1", "__proto__", "constructor"), (notes, node) => {
        const story = new Storyteller()
        const picture = draw(notes.map(([note, more]) => story.note(node, { ...more, ...note } as never)))
        branchesOf(picture)
        bansOf(picture)
        JSON.stringify(picture)
      }),
      { numRuns: 200 },
    )
    expect(({} as { height?: number }).height).toBeUndefined()
  })
})

describe("branches", () => {
  const story = new Storyteller()
  const chain = [1, 2, 3, 4].map((height) =>
    story.block("b1", height, hashOf("a", height), height === 1 ? "genesis" : hashOf("a", height - 1)),
  )

  test("a node that is late is behind, not forked", () => {
    const picture = draw([
      ...chain,
      story.head("b1", 4, hashOf("a", 4)),
      story.head("b2", 2, hashOf("a", 2)),
      story.head("b3", 0, "genesis"),
    ])
    expect(branchesOf(picture).map(({ relation, behind }) => `${relation} ${behind}`)).toEqual(["longest 0", "behind 2", "behind 4"])
    expect(isForked(branchesOf(picture))).toBe(false)
  })

  test("another block at a height that the longest chain has is a fork, and it says where it left", () => {
    const side = [story.block("b2", 2, "x2", hashOf("a", 1)), story.block("b2", 3, "x3", "x2")]
    const picture = draw([...chain, ...side, story.head("b1", 4, hashOf("a", 4)), story.head("b2", 3, "x3")])
    expect(branchesOf(picture)[1]).toMatchObject({ head: "x3", relation: "forked", forkedAt: 1 })
  })

  test("two heads of one height are a fork even where no block was seen", () => {
    expect(isForked(branchesOf(draw([story.head("b1", 9, "p"), story.head("b2", 9, "q")])))).toBe(true)
  })

  test("where too little was seen, nothing is claimed", () => {
    const picture = draw([story.block("b1", 90, "p", "o"), story.head("b1", 90, "p"), story.head("b2", 40, "q")])
    expect(branchesOf(picture)[1]?.relation).toBe("unclear")
  })

  test("a node that is late on a side of a fork is behind on that side, and no third chain", () => {
    const side = [story.block("b2", 3, "x3", hashOf("a", 2)), story.block("b2", 4, "x4", "x3")]
    const heads = [
      story.head("b1", 4, hashOf("a", 4)),
      story.head("b2", 4, "x4"),
      story.head("b3", 3, "x3"),
      story.head("b4", 3, hashOf("a", 3)),
    ]
    const branches = branchesOf(draw([...chain, story.head("b0", 4, hashOf("a", 4)), ...side, ...heads]))
    expect(branches.map(({ relation, nodes, chain: of }) => `${nodes} ${relation} of ${of.slice(0, 2)}`)).toEqual([
      "b0,b1 longest of a4",
      "b2 forked of x4",
      "b4 behind of a4",
      "b3 behind of x4",
    ])
  })

  test("a head of which nobody has told what it stands on makes nothing unclear but itself", () => {
    const heads = [story.head("b1", 4, hashOf("a", 4)), story.head("b2", 3, hashOf("a", 3)), story.head("b3", 7, "from nowhere")]
    const branches = branchesOf(draw([...chain, ...heads]))
    expect(branches.map(({ relation, nodes }) => `${nodes} ${relation}`)).toEqual(["b1 longest", "b3 unclear", "b2 behind"])
  })

  test("an honest node that goes on by one block tells what that block stands on; a bad actor is not believed", () => {
    const next = (node: string) => story.note(node, { note: "head-moved", height: 5, head: "a5", previous: hashOf("a", 4), reorgDepth: 0 })
    const heads = [story.header([partyOf("b1", 1), partyOf("s1", 2, ["equivocate"])]), ...chain, story.head("b2", 4, hashOf("a", 4))]
    const told = (node: string) => branchesOf(draw([...heads, story.head(node, 4, hashOf("a", 4)), next(node)]))
    expect(told("b1").map(({ relation, nodes }) => `${nodes} ${relation}`)).toEqual(["b1 longest", "b2 behind"])
    expect(told("s1").map(({ relation, nodes }) => `${nodes} ${relation}`)).toEqual(["b2 longest", "s1 unclear"])
  })

  test("a node that is down follows no chain", () => {
    const picture = draw([
      story.header([partyOf("b1", 1)]),
      story.head("b1", 1, "p"),
      story.head("b2", 1, "q"),
      story.process("b2", "fired"),
    ])
    expect(branchesOf(picture)).toHaveLength(1)
  })
})
