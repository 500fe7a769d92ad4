/** Catching up with honest peers and with every kind of bad one. Whatever a peer does, the fetch ends and the next peer has its turn. */
import fc from "fast-check"
import { beforeEach, describe, expect, test } from "vitest"
import type { Answer, Block } from "../src/index.ts"
import { alice, Bank, bob, EPOCH_MS } from "./fixtures/bank.ts"
import { type Ask, rangeOf, rangesAsked, SECOND, Stage, Stranger, toldIn } from "./fixtures/stage.ts"

const bank = new Bank({ allocations: [alice, bob].map(({ address }) => ({ address, amount: 10_000 })) })
const long = bank.chain(450)
/** Bob's branch, off the genesis and longer by one. */
const rival = bank.chain(60, undefined, 0, { from: bob, to: bob })

let stage: Stage
let first: Stranger
let second: Stranger

beforeEach(() => {
  stage = new Stage({}, bank)
  first = new Stranger(stage, 9_001)
  second = new Stranger(stage, 9_002)
})

const height = (): number => stage.node.chain.head.height

describe("a newcomer", () => {
  test("fetches the chain in ranges, several under way at once, and passes on only its end", () => {
    stage.join(first)
    stage.join(second)
    expect(stage.serve(first, long)).toBeLessThanOrEqual(9)
    stage.serve(second, [])
    expect(height()).toBe(450)
    expect(toldIn(stage.doings)).toEqual([{ peers: [second.endpoint], hash: long[449]?.hash }])
    expect(stage.node.sync.idle).toBe(true)
  })

  test("asks each peer, as the longest chain may be anybody's", () => {
    stage.join(first)
    stage.join(second)
    stage.serve(first, long.slice(0, 50))
    stage.serve(second, long.slice(0, 70))
    expect(height()).toBe(70)
    expect(stage.node.synced).toBe(true)
  })

  test("is not synced by a fetch that failed, and asks again", () => {
    stage.join(first)
    stage.join(second)
    const [ask] = rangesAsked(stage.doings, first.endpoint) as [Ask]
    stage.answer(ask.id, first.endpoint, { kind: "refused", status: 429, code: "malformed", detail: "slow down" })
    stage.serve(second, [])
    expect(stage.node.synced).toBe(false)
    expect(stage.node.awake, "it may have signed something in its former life").toBe(false)
    stage.serve(first, long, stage.tick())
    expect(height()).toBe(450)
    expect(stage.node.synced).toBe(true)
  })

  test("drops a peer that never gives its blocks, rather than to wait for it for ever", () => {
    stage.join(first)
    stage.join(second)
    for (let i = 0; i < 10; i++)
      for (const ask of rangesAsked(i === 0 ? stage.doings : stage.tick(), first.endpoint)) {
        const doings = stage.answer(ask.id, first.endpoint, { kind: "refused", status: 503, code: "busy", detail: "" })
        stage.serve(second, [], doings)
      }
    expect(stage.peers).not.toContain(first.endpoint)
    expect(stage.notes("peer-dropped")).toMatchObject([{ because: "gives no blocks" }])
  })
})

test.each([true, false])(
  "a node that wakes with what it had stored may speak at once, but not if some of it was damaged (%s)",
  (damaged) => {
    stage.join(first)
    stage.serve(first, long.slice(0, 20))
    stage.boot(damaged)
    expect(height()).toBe(20)
    expect(stage.node.awake).toBe(!damaged)
    const answer = stage.request({ kind: "transfer", to: bob.address, amount: 1 })
    expect(answer).toMatchObject(damaged ? { kind: "refused", code: "not-synced" } : { kind: "promised" })
  },
)

describe("a node on another branch", () => {
  test.each([1, 10, 17, 40, 59])("with a fork %i blocks below its head steps back until a range connects", (depth) => {
    const fork = rival.slice(0, rival.length - depth)
    const nonce = 60 - depth
    const ours = [...fork, ...bank.chain(depth, fork[fork.length - 1], nonce, { from: bob, to: alice, timestamp: EPOCH_MS + 5_000 })]
    for (const block of ours) stage.push(block)
    expect(stage.node.chain.head.hash).toBe(ours[59]?.hash)
    const longer = [...rival, ...bank.chain(1, rival[59], 60, { from: bob, to: bob })]
    const session = stage.join(first)
    stage.serve(first, longer)
    expect(stage.push(longer[60] as Block, session)?.kind).toBe("received")
    expect(stage.node.chain.head.hash).toBe(longer[60]?.hash)
    expect(stage.node.company.standing.pointsOf(first.who.address, stage.now)).toBe(0)
  })

  test("holds nothing against a peer that reorganises while its ranges are under way", () => {
    const old = long.slice(0, 350)
    const changed = [...long.slice(0, 120), ...bank.chain(300, long[119], 120, { to: bob, timestamp: EPOCH_MS + 9_000 })]
    stage.join(first)
    let served = 0
    const waiting = rangesAsked(stage.doings, first.endpoint)
    for (let ask = waiting.shift(); ask !== undefined; ask = waiting.shift()) {
      const answer = rangeOf(bank, ++served <= 2 ? old : changed, ask)
      waiting.push(...rangesAsked(stage.answer(ask.id, first.endpoint, answer), first.endpoint))
    }
    expect(stage.node.chain.head.hash).toBe(changed[419]?.hash)
    expect(stage.notes("offence")).toEqual([])
  })

  test("gives up on a peer whose chain is another one every time", () => {
    stage.join(first)
    let asked = 0
    const waiting = rangesAsked(stage.doings, first.endpoint)
    for (let ask = waiting.shift(); ask !== undefined && asked < 500; ask = waiting.shift()) {
      asked++
      const from = ask.request.kind === "blockchain" ? ask.request.from : 1
      // Right up to the second range, and then always something that hangs nowhere.
      const blocks =
        from === 1
          ? long
          : [...long.slice(0, from - 1), ...bank.chain(100, { ...(rival[0] as Block), number: from - 1, hash: "ab".repeat(32) }, 0)]
      waiting.push(...rangesAsked(stage.answer(ask.id, first.endpoint, rangeOf(bank, blocks, ask)), first.endpoint))
    }
    expect(asked).toBeLessThan(60)
    expect(stage.node.sync.idle).toBe(true)
  })
})

describe("a fetch ends", () => {
  const answers: readonly (readonly [string, (ask: Ask) => Answer])[] = [
    ["the same known blocks whatever it is asked", (ask) => ({ ...rangeOf(bank, long, ask), blocks: long.slice(0, 100) }) as Answer],
    [
      "known blocks under other numbers",
      (ask) => {
        const range = rangeOf(bank, long, ask)
        const from = ask.request.kind === "blockchain" ? ask.request.from : 1
        return { ...range, blocks: long.slice(0, 100).map((block, i) => ({ ...block, number: from + i })) } as Answer
      },
    ],
    ["more than it was asked", (ask) => ({ ...rangeOf(bank, long, ask), blocks: long.slice(0, 200) }) as Answer],
    ["short ranges, though it claims more", (ask) => ({ ...rangeOf(bank, long.slice(0, 7), ask), height: 9_999 }) as Answer],
    ["nothing, though it claims more", (ask) => ({ ...rangeOf(bank, [], ask), height: 9_999 }) as Answer],
    ["pongs", () => ({ kind: "pong", name: "x" })],
  ]

  test.each(answers)("when a peer answers %s, and the next peer has its turn", (_what, lie) => {
    for (const block of long.slice(0, 100)) stage.push(block)
    stage.join(first)
    stage.join(second)
    let asked = 0
    const waiting = rangesAsked(stage.doings, first.endpoint)
    for (let ask = waiting.shift(); ask !== undefined && asked < 300; ask = waiting.shift()) {
      asked++
      waiting.push(...rangesAsked(stage.answer(ask.id, first.endpoint, lie(ask)), first.endpoint))
    }
    expect(asked).toBeLessThan(30)
    stage.serve(second, long)
    expect(height()).toBe(450)
  })

  test.each(["refused", "timeout", "closed", "overloaded"] as const)("when its peer is %s", (because) => {
    stage.join(first)
    stage.join(second)
    const [ask] = rangesAsked(stage.doings, first.endpoint) as [Ask]
    stage.unreachable(ask.id, first.endpoint, because)
    stage.serve(second, long)
    expect(height()).toBe(450)
  })

  test("when a block in it is refused, which is held against the peer; but not when only a clock differs", () => {
    stage.join(first)
    const tomorrow = [...long.slice(0, 5), bank.block(long[4], { nonce: 5, to: alice, timestamp: stage.wallMs + 86_400_000 })]
    stage.serve(first, tomorrow)
    expect(height()).toBe(5)
    expect(stage.notes("rejected")).toMatchObject([{ what: "chain", code: "too-far-ahead" }])
    expect(stage.notes("offence")).toEqual([])
    stage.join(second)
    stage.serve(second, [...long.slice(0, 6), bank.block(long[5], { nonce: 6, amount: 1_000_000 })])
    expect(stage.notes("banned")).toMatchObject([{ peer: second.who.address }])
  })

  test("whatever mixture of answers comes, in whatever order", () => {
    const step = fc.record({ pick: fc.nat(10), which: fc.nat(7) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 30 }), (steps) => {
        stage = new Stage({}, bank)
        const peers = [new Stranger(stage, 9_001), new Stranger(stage, 9_002)]
        for (const peer of peers) stage.join(peer)
        const waiting = rangesAsked(stage.doings)
        for (let i = 0; waiting.length > 0; i++) {
          expect(i).toBeLessThan(2_000)
          const { pick, which } = steps[i % steps.length] ?? { pick: 0, which: 0 }
          const [ask] = waiting.splice(pick % waiting.length, 1) as [Ask]
          const chains = [long, rival, long.slice(0, 130), [] as Block[]]
          if (which === 7) waiting.push(...rangesAsked(stage.unreachable(ask.id, ask.peer, "overloaded")))
          else if (which >= 4)
            waiting.push(...rangesAsked(stage.answer(ask.id, ask.peer, (answers[which - 4] as (typeof answers)[0])[1](ask))))
          else waiting.push(...rangesAsked(stage.answer(ask.id, ask.peer, rangeOf(bank, chains[which] as Block[], ask))))
        }
        expect(stage.node.sync.idle).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})

describe("a block that cannot be placed", () => {
  test("from a peer makes the node ask that peer", () => {
    const session = stage.join(first)
    stage.serve(first, long.slice(0, 10))
    expect(stage.push(long[20] as Block, session)).toMatchObject({ outcome: "wanted" })
    stage.serve(first, long.slice(0, 21), stage.doings.slice(-5))
    expect(height()).toBe(21)
  })

  test("and arrives while that very peer is being fetched from is not forgotten", () => {
    const session = stage.join(first)
    const [ask] = rangesAsked(stage.doings, first.endpoint) as [Ask]
    stage.push(long[10] as Block, session)
    const more = stage.answer(ask.id, first.endpoint, rangeOf(bank, long.slice(0, 10), ask))
    stage.serve(first, long.slice(0, 11), more)
    expect(height()).toBe(11)
  })

  test("from a stranger makes the node ask a peer of its own, now and then", () => {
    stage.join(first)
    stage.serve(first, long.slice(0, 10))
    stage.now += 10 * SECOND
    const before = stage.doings.length
    stage.push(long[20] as Block)
    stage.push(long[21] as Block)
    const asked = rangesAsked(stage.doings.slice(before))
    expect(asked).toHaveLength(1)
    stage.serve(first, long.slice(0, 21), stage.doings.slice(before))
    expect(height()).toBe(21)
  })
})

describe("while a slow peer is being fetched from", () => {
  test("what others push and what the node mines itself is passed on all the same", () => {
    const sessions = [stage.join(first), stage.join(second)]
    const block = long[0] as Block
    stage.push(block, sessions[1])
    expect(toldIn(stage.doings)).toEqual([{ peers: [first.endpoint], hash: block.hash }])
  })
})
