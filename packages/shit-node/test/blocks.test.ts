/** Misdeeds that forge blocks: each is right in all but the respect it lies in. */
import { describe, expect, test } from "vitest"
import { card, confessions, pushes, withMisdeeds } from "./stage.ts"

const everybody = ["http://b1:80", "http://b2:80", "http://b3:80"]
const self = card("s1").key

/** All that follows from an act, mining included. */
function acts(name: string) {
  const stage = withMisdeeds(name)
  const effects = stage.work(stage.act(name))
  return { stage, effects, pushed: pushes(effects), confessed: confessions(effects) }
}

test("block-without-work: on the head, honestly signed, not worked for", () => {
  const { pushed, confessed } = acts("block-without-work")
  expect(pushed).toHaveLength(1)
  expect(pushed[0]).toMatchObject({ peers: everybody, block: { parent: "head", work: false, transfer: { from: self, nonce: 5 } } })
  expect(confessed).toEqual([{ note: "misdeed", misdeed: "block-without-work", hash: pushed[0]?.block.hash, peers: 3 }])
})

test("forged-signature: a peer's money, its own signature", () => {
  const { pushed } = acts("forged-signature")
  expect(pushed[0]?.block).toMatchObject({ parent: "head", work: true, transfer: { to: self, signedBy: self } })
  expect(pushed[0]?.block.transfer.from).toMatch(/^key of b/)
})

test("overspend: more than it has, worked for", () => {
  expect(acts("overspend").pushed[0]?.block).toMatchObject({ parent: "head", work: true, transfer: { from: self, amount: 1010, nonce: 5 } })
})

test("replay-transaction: the head's transfer once more, on top of the head", () => {
  expect(acts("replay-transaction").pushed[0]?.block).toMatchObject({ parent: "head", work: true, transfer: { from: "alice", nonce: 4 } })
})

test("stale-miner: beside the head, and only once", () => {
  const { stage, pushed } = acts("stale-miner")
  expect(pushed[0]?.block).toMatchObject({ parent: "sixth", height: 7, work: true })
  expect(stage.act("stale-miner").filter((effect) => effect.do === "work")).toEqual([])
})

test("future-clock: dated three hours ahead", () => {
  expect(acts("future-clock").pushed[0]?.block.at).toBe(2_000_000 + 3 * 3_600_000)
})

test("a lie that was overtaken while it was mined is mined again on the new head", () => {
  const stage = withMisdeeds("overspend")
  const ordered = stage.act("overspend")
  stage.head = {
    hash: "newer",
    height: 8,
    parent: "head",
    transfer: { from: "", to: "", amount: 1, nonce: 1, signedBy: "" },
    at: 1,
    work: true,
  }
  expect(pushes(stage.work(ordered))).toMatchObject([{ block: { parent: "newer" } }])
})

describe("two things about one place", () => {
  test("double-spend: one nonce, one parent, two transfers, each to its half", () => {
    const [one, other, ...more] = acts("double-spend").pushed
    expect(more).toEqual([])
    expect([...(one?.peers ?? []), ...(other?.peers ?? [])].sort()).toEqual(everybody)
    expect(one?.block).toMatchObject({ parent: "head", transfer: { nonce: 5, signedBy: self } })
    expect(other?.block).toMatchObject({ parent: "head", transfer: { nonce: 5, to: self } })
    expect(one?.block.transfer.to).not.toBe(self)
  })

  test("equivocate: one transfer, one parent, two blocks, both to all, to each half in another order", () => {
    const { pushed, confessed } = acts("equivocate")
    const blocksFor = (peer: string) => pushed.filter(({ peers }) => peers.includes(peer)).map(({ block }) => block.hash)
    const orders = everybody.map(blocksFor)
    expect(new Set(orders.flat()).size).toBe(2)
    for (const order of orders) expect(order).toHaveLength(2)
    expect(new Set(orders.map((order) => order[0])).size).toBe(2)
    expect(pushed[0]?.block.transfer).toEqual(pushed[1]?.block.transfer)
    expect(confessed[0]).toMatchObject({ peers: 3 })
  })

  test("a lone peer hears both sides", () => {
    const stage = withMisdeeds("double-spend")
    stage.peers = [card("b1")]
    expect(pushes(stage.work(stage.act("double-spend")))).toHaveLength(2)
  })
})

describe("longer-invalid-chain", () => {
  test("grows beside the head until it is two higher, then shows only its end", () => {
    const { pushed, confessed } = acts("longer-invalid-chain")
    expect(pushed).toHaveLength(1)
    expect(pushed[0]?.block).toMatchObject({ height: 9, work: true })
    expect(confessed[0]).toMatchObject({ blocks: 3, shownTo: 3, peers: 0 })
  })

  test("hands out the rest to who asks, for a while", () => {
    const { stage } = acts("longer-invalid-chain")
    const [reply] = stage.ask(1, { kind: "chain" })
    expect(reply).toMatchObject({
      do: "reply",
      id: 1,
      answer: { of: ["honest", { parent: "sixth", transfer: { amount: 1_000_010 } }, {}, {}] },
    })
    expect(stage.ask(2, { kind: "peers" })).toMatchObject([{ answer: { of: ["honest"] } }])
    stage.now = 60_000_000
    expect(stage.ask(3, { kind: "chain" })).toMatchObject([{ answer: { of: ["honest"] } }])
  })
})

describe("withhold", () => {
  test("mines two good blocks on the head and says nothing of them, until their time has come", () => {
    const { stage, effects } = acts("withhold")
    expect(pushes(effects)).toEqual([])
    expect(effects).toContainEqual({ do: "timer", name: "misdeed/withhold/release", afterUs: 2_000_000 })
    expect(stage.ask(1, { kind: "chain" })).toMatchObject([{ answer: { of: ["honest"] } }])
    const released = stage.step({ kind: "timer", name: "misdeed/withhold/release" })
    expect(pushes(released)).toMatchObject([{ peers: everybody, block: { height: 9, transfer: { amount: 1, nonce: 6 } } }])
    expect(confessions(released)).toMatchObject([{ blocks: 2, peers: 3 }])
    const [reply] = stage.ask(2, { kind: "chain" })
    expect(reply).toMatchObject({ answer: { of: ["honest", { parent: "head", transfer: { nonce: 5 } }, { height: 9 }] } })
  })
})

describe("without an opportunity nothing is done, and nothing is claimed to be", () => {
  const needPeers = [
    "block-without-work",
    "forged-signature",
    "overspend",
    "double-spend",
    "equivocate",
    "withhold",
    "longer-invalid-chain",
  ]
  test.each([...needPeers, "replay-transaction", "flood-duplicates", "garbage", "impersonate", "sybils"])("%s without peers", (name) => {
    const stage = withMisdeeds(name)
    stage.peers = []
    expect(stage.act(name)).toEqual([])
  })

  test.each(["double-spend", "equivocate", "withhold", "future-clock"])("%s without money", (name) => {
    const stage = withMisdeeds(name)
    stage.balance = 0
    expect(stage.act(name)).toEqual([])
  })

  test.each(["replay-transaction", "flood-duplicates", "longer-invalid-chain", "stale-miner"])("%s without a block", (name) => {
    const stage = withMisdeeds(name)
    stage.head = undefined
    expect(stage.act(name)).toEqual([])
  })
})
