/** Scenes: picture and history from one pass over the events; patches that turn one scene into any other; bounds that hold whatever happens. */
import type { JournalEvent } from "@watercooler/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { advance, applyPatch, diff, emptyScene, type History, historyBounds, reduce, type Scene } from "../src/picture/index.ts"
import { hashOf, partyOf, Storyteller, stormyOffice } from "./story.ts"

const play = (events: readonly JournalEvent[], from: Scene = emptyScene) => advance(from, { events })
const overTheWire = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T))

/** The same events in batches of any sizes. */
function inBatches(events: readonly JournalEvent[], sizes: readonly number[]): Scene {
  let scene = emptyScene
  for (let at = 0, turn = 0; at < events.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1)
    scene = play(events.slice(at, at + size), scene)
    at += size
  }
  return scene
}

describe("a scene", () => {
  test("is the same from one batch as from many, history included", () => {
    const events = stormyOffice()
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expect(inBatches(events, sizes)).toEqual(play(events))
      }),
      { numRuns: 30 },
    )
  })

  test("has the picture that the reducer alone makes", () => {
    const events = stormyOffice()
    expect(play(events).picture).toEqual(reduce(emptyScene.picture, events))
  })

  test("leaves the scene before as it was", () => {
    const before = play(stormyOffice().slice(0, 80))
    const copy = structuredClone(before)
    play(stormyOffice().slice(80), before)
    expect(before).toEqual(copy)
  })

  test("knows the wires of programs that do not say whom they know, and has them again when one comes back", () => {
    const story = new Storyteller()
    const parties = [1, 2, 3].map((at) => partyOf(`node-${at}`, at))
    const knowing = parties.map((party) => ({
      ...party,
      peers: parties.filter((other) => other !== party).map(({ endpoint }) => endpoint),
    }))
    const begun = play([story.header(knowing), ...parties.map(({ name }) => story.process(name, "ready"))])
    expect(begun.history.wires).toEqual([0, 1, 0, 2, 1, 2])
    const gone = play([story.process("node-2", "ended")], begun)
    expect(gone.picture.nodes["node-2"]?.peers).toEqual([])
    const back = play([story.process("node-2", "hired"), story.process("node-2", "ready")], gone)
    expect(back.picture.nodes["node-2"]?.peers).toEqual([parties[0]?.endpoint, parties[2]?.endpoint])
  })

  test("remembers when everybody was what, and every fault with its sides and its receipt", () => {
    const story = new Storyteller()
    const parties = [1, 2, 3].map((at) => partyOf(`bigload-${at}`, at))
    const cut = { kind: "cut", from: ["bigload-1"], to: ["bigload-2", "bigload-3"], both: true }
    const stamp = (what: "began" | "ended", more = {}) =>
      ({
        type: "fault",
        what,
        id: "c1",
        fault: cut,
        by: "scenario",
        t: (story.t += 1_000_000),
        node: "watercooler",
        seq: 1,
        ...more,
      }) as JournalEvent
    const receipt = { processes: 0, connections: 3, messages: 7, bytes: 100 }
    const { history, picture } = play([
      story.header(parties),
      story.process("bigload-1", "hired"),
      story.process("bigload-1", "ready"),
      stamp("began"),
      story.process("bigload-1", "paused"),
      stamp("ended", { receipt }),
    ])
    expect(history.lanes["bigload-1"]?.map(({ state }) => state)).toEqual(["starting", "alive", "paused"])
    expect(history.faults).toMatchObject([{ id: "c1", from: cut.from, to: cut.to, both: true, state: "ended", receipt }])
    expect(picture.faults[0]?.endedAt).toBeGreaterThan(picture.faults[0]?.beganAt ?? Number.POSITIVE_INFINITY)
  })

  test("follows a block from its miner to everybody, and knows from whom each had it", () => {
    const story = new Storyteller()
    const parties = [1, 2, 3].map((at) => partyOf(`bigload-${at}`, at))
    const hash = hashOf("a", 1)
    const { history } = play([
      story.header(parties),
      story.note("bigload-1", { note: "block-mined", hash, height: 1, transaction: "t1" }),
      story.block("bigload-1", 1, hash, hashOf("0", 0)),
      story.note("bigload-2", { note: "block-stored", hash, height: 1, previous: hashOf("0", 0), from: parties[0]?.endpoint }),
      story.note("bigload-3", { note: "block-stored", hash, height: 1, previous: hashOf("0", 0), from: parties[1]?.key }),
      story.note("bigload-3", { note: "block-stored", hash, height: 1, previous: hashOf("0", 0), from: parties[0]?.key }),
    ])
    const { holders, miner, transaction } = history.blocks[hash] as History["blocks"][string]
    const triples = [0, 3, 6].map((at) => [history.names[holders[at] ?? -1], history.names[holders[at + 2] ?? -1]])
    expect({ miner, transaction, length: holders.length }).toEqual({ miner: "bigload-1", transaction: "t1", length: 9 })
    expect(triples).toEqual([
      ["bigload-1", "bigload-1"],
      ["bigload-2", "bigload-1"],
      ["bigload-3", "bigload-2"],
    ])
  })

  test("gives a node that caught up every block of the range, and no others", () => {
    const story = new Storyteller()
    const parties = [1, 2].map((at) => partyOf(`bigload-${at}`, at))
    const chain = [1, 2, 3, 4].map((height) =>
      story.block("bigload-1", height, hashOf("a", height), hashOf(height === 1 ? "0" : "a", height - 1)),
    )
    const caughtUp = {
      note: "range-stored",
      from: parties[0]?.endpoint,
      previous: hashOf("a", 1),
      previousHeight: 1,
      height: 4,
      head: hashOf("a", 4),
    }
    const { history } = play([story.header(parties), ...chain, story.note("bigload-2", caughtUp)])
    const holders = [1, 2, 3, 4].map((height) => (history.blocks[hashOf("a", height)]?.holders.length ?? 0) / 3)
    expect(holders).toEqual([1, 2, 2, 2])
  })

  test("counts in buckets without gaps, and loses nothing when they are merged", () => {
    const story = new Storyteller()
    const events: JournalEvent[] = []
    for (let n = 0; n < 3_000; n++) {
      story.t = n * 1_000_000
      events.push(story.note("bigload-1", { note: "block-mined", hash: `h${n}`, height: n, transaction: `t${n}` }))
    }
    const { widthUs, buckets } = play(events).history.series
    expect(buckets.length).toBeLessThanOrEqual(historyBounds.buckets)
    expect(buckets.reduce((sum, { blocks }) => sum + blocks, 0)).toBe(3_000)
    expect(buckets.every(({ t }, at) => t === (buckets[0]?.t ?? 0) + at * widthUs)).toBe(true)
  })

  test("has what nodes told of themselves in its own time, also where one step covers many seconds", () => {
    const story = new Storyteller()
    const events = Array.from({ length: 20 }, (_, at) => {
      story.t = at * 1_000_000
      return story.note("bigload-1", { note: "transfer-accepted", transaction: `t${at}`, from: "x", to: "y", amount: 1 })
    })
    const vitals = Array.from({ length: 20 }, (_, at) => ({
      node: "bigload-1",
      t: at * 1_000_000,
      cpuPercent: at,
      memoryMiB: 60,
      lagMs: 0,
    }))
    const told = advance(emptyScene, { events, vitals }).history.series.buckets.filter(({ cpu }) => cpu.length > 0)
    expect(told.map(({ t, cpu }) => [Math.floor(t / 1_000_000), cpu[0]])).toEqual(vitals.map(({ cpuPercent }) => [cpuPercent, cpuPercent]))
  })

  test("stays bounded, whatever strangers make up", () => {
    const story = new Storyteller()
    const events: JournalEvent[] = []
    for (let n = 0; n < 6_000; n++) {
      events.push(story.head(`stranger-${n}`, n, `h${n}`, 3), story.block(`stranger-${n}`, n, `h${n}`, `h${n - 1}`))
      events.push(story.note("b1", { note: "transfer-accepted", transaction: `t${n}`, from: "x", to: "y", amount: 1 }))
      events.push(story.fault(`f${n}`, "began", "fire", "b1"), story.note("b1", { note: "banned", peer: `k${n}`, forUs: 5 }))
      events.push(story.process("b1", n % 2 === 0 ? "paused" : "resumed"))
    }
    const { history } = play(events)
    expect(Object.keys(history.blocks).length).toBeLessThanOrEqual(historyBounds.blocks)
    expect(Object.keys(history.transfers).length).toBeLessThanOrEqual(historyBounds.transfers)
    for (const list of ["faults", "bans", "reorgs"] as const) expect(history[list].length).toBeLessThanOrEqual(historyBounds[list])
    expect(history.lanes.b1?.length).toBeLessThanOrEqual(historyBounds.laneChanges)
    expect(history.left).toMatchObject({ faults: 4_000, bans: 4_000, reorgs: 2_000, blocks: 6_000 - historyBounds.blocks })
  })
})

describe("a patch", () => {
  const events = stormyOffice()
  const scenes = Array.from({ length: 9 }, (_, at) => play(events.slice(0, Math.floor((events.length * at) / 8))))
  const moments = fc.constantFrom(...scenes)

  test("turns any scene into any other, forwards and backwards, also after it was text", () => {
    fc.assert(
      fc.property(moments, moments, (before, after) => {
        const patch = overTheWire(diff(before, after))
        expect(overTheWire(patch === undefined ? before : applyPatch(before, patch))).toEqual(overTheWire(after))
      }),
    )
  })

  test("says nothing where nothing differs, and little where little does", () => {
    const before = play(events)
    const after = play([new Storyteller().note("bigload-1", { note: "block-mined", hash: "h", height: 1 })], before)
    expect(diff(before, before)).toBeUndefined()
    expect(JSON.stringify(diff(before.picture, after.picture)).length).toBeLessThan(JSON.stringify(after.picture).length / 20)
  })

  test("turns any plain data into any other", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const patch = overTheWire(diff(before, after))
        expect(overTheWire(patch === undefined ? before : applyPatch(before, patch))).toEqual(overTheWire(after))
      }),
      // What every object inherits is not among its keys.
      {
        examples: [
          ['{"toString":null}', "{}"],
          ["{}", '{"valueOf":1}'],
        ].map(([a = "", b = ""]) => [JSON.parse(a), JSON.parse(b)]),
      },
    )
  })

  test("of something else is refused", () => {
    expect(() => applyPatch([], { a: [2, 1, []] })).toThrow(/array/)
    expect(() => applyPatch(3, { o: { x: { "=": 1 } } })).toThrow(/record/)
  })
})
