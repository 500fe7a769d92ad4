/** One line stands for a run: the same for the same run, whatever surrounds it, and another for any other. */
import type { JournalEvent } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"
import { interleave } from "../src/index.ts"
import { listener, MS, only, ring, SECOND, simulate, type Told, teller } from "./stage.ts"

type Options = Parameters<typeof simulate>[0]
const parties = ring(12)
const links = { otherwise: { latencyUs: 20 * MS, latencyUsJitter: 15 * MS, lossPerMille: 50, duplicatePerMille: 20, reorderPerMille: 30 } }
const storm: Options["faults"] = [
  { id: "cut", atUs: SECOND, forUs: SECOND, fault: { kind: "cut", from: ["g0", "g1"], to: ["g2", "g3", "g6"] } },
  { id: "fire", atUs: SECOND, forUs: SECOND / 2, fault: { kind: "fire", node: "g4" } },
  { id: "pause", atUs: 1_500 * MS, forUs: SECOND / 2, fault: { kind: "pause", node: "g5" } },
  { id: "drop", atUs: 0, fault: { kind: "drop", from: ["g7"], to: ["g8", "g9"], percent: 30 } },
]

function run(options: Options, forUs = 3 * SECOND): string {
  const simulation = simulate({ parties, links, ...options })
  simulation.run(forUs)
  expect(simulation.finding).toBeUndefined()
  return simulation.fingerprint
}

const plain = run({ faults: storm })

describe("the same fingerprint comes from", () => {
  test("the same seed", () => expect(run({ faults: storm })).toBe(plain))
  test("the other event queue", () => expect(run({ faults: storm, queue: "pairing" })).toBe(plain))
  test("messages that were written as JSON and read back", () => expect(run({ faults: storm, serialise: true })).toBe(plain))
  test("parties and faults named in another order", () =>
    expect(run({ parties: [...parties].reverse(), faults: [...storm].reverse() })).toBe(plain))
  test("a run whose journal is kept", () => {
    const events: JournalEvent[] = []
    expect(run({ faults: storm, sink: (event) => events.push(event) })).toBe(plain)
    expect(events.length).toBeGreaterThan(1_000)
  })
  test("turns that somebody watches", () => {
    let turns = 0
    const around = (turn: () => void): void => {
      turns++
      turn()
    }
    expect(run({ faults: storm, around })).toBe(plain)
    expect(turns).toBeGreaterThan(1_000)
  })
  test("a run that is taken in slices, between those of another", () => {
    const [one, other] = [simulate({ parties, links, faults: storm }), simulate({ parties: ring(7), links, seed: "other" })]
    interleave([one, other], 3 * SECOND, 7 * MS)
    expect(one.fingerprint).toBe(plain)
  })
})

describe("another fingerprint comes from", () => {
  test("another seed", () => expect(run({ faults: storm, seed: "another" })).not.toBe(plain))
  test("each fault that is left out", () => {
    for (const left of storm) expect(run({ faults: storm.filter((fault) => fault !== left) }), left.id).not.toBe(plain)
  })
  test("one microsecond more of latency", () =>
    expect(run({ faults: storm, links: { otherwise: { ...links.otherwise, latencyUs: 20_001 } } })).not.toBe(plain))
})

test("a fault that touches nothing changes nothing, whatever it is", () => {
  const nothing: Options["faults"] = [
    { id: "n1", atUs: 100 * MS, fault: { kind: "drop", from: ["g0"], to: ["g1"], percent: 0 } },
    { id: "n2", atUs: 100 * MS, forUs: SECOND, fault: { kind: "cut", from: ["g0"], to: ["g8"] } },
    { id: "n3", atUs: 200 * MS, fault: { kind: "resume", node: "g3" } },
    { id: "n4", atUs: 200 * MS, fault: { kind: "latency", from: ["g1"], to: ["g2"], us: 0, jitterUs: 0 } },
    { id: "n5", atUs: 300 * MS, fault: { kind: "drift", node: "g4", ppm: 500 } },
    { id: "n6", atUs: 300 * MS, fault: { kind: "hire", node: "g4", disk: "wiped" } },
    { id: "n7", atUs: 300 * MS, fault: { kind: "corrupt", from: ["g4"], to: ["g5"], percent: 100, route: "/nothing-like-it" } },
    { id: "n8", when: { note: "never" }, afterUs: 0, fault: { kind: "fire", node: "g1" } },
  ]
  expect(run({ faults: [...storm, ...nothing] })).toBe(plain)
})

test("taking one fault away leaves the luck of every message that it did not hit", () => {
  const arrivals = (faults: Options["faults"] = []): Map<string, number> => {
    const heard: Told[][] = [...Array(5).keys()].map(() => [])
    const names = heard.map((_, i) => `b${i}`)
    const tellers = names.map((_, i) => teller(`a${i}`, names, 200 * MS, [], 50))
    const lossy = { otherwise: { latencyUs: 20 * MS, latencyUsJitter: 15 * MS, lossPerMille: 100 } }
    const listeners = names.map((name, i) => listener(name, heard[i]))
    const simulation = simulate({ parties: [...tellers, ...listeners], links: lossy, faults, limits: { asksPerPeerMax: 1_000 } })
    simulation.run(20 * SECOND)
    return new Map(
      heard.flatMap((told, i) => only(told, "request").map(({ link, now, request }) => [`${link} → b${i}: ${request.number}`, now])),
    )
  }
  const before = arrivals()
  const under = arrivals([{ id: "half", atUs: 0, fault: { kind: "drop", from: ["a0", "a1"], to: ["b0"], percent: 50 } }])
  const hit = [...before.keys()].filter((message) => !under.has(message))
  expect(hit.length).toBeGreaterThan(20)
  expect(hit.every((message) => /^link a[01] → b0:/.test(message))).toBe(true)
  for (const [message, at] of under) expect(before.get(message), message).toBe(at)
})

test("ten pinned runs", () => {
  const pinned = [...Array(10).keys()].map((seed) => run({ seed: `pinned ${seed}`, faults: storm }, SECOND))
  expect(new Set(pinned).size).toBe(10)
  expect(pinned).toMatchInlineSnapshot(`
    [
      "5e63330e503290043383f1f6e33a6ca7",
      "f2cbb02be6947d8748cbb69831355694",
      "0cb19ab878561bc5c1a99c3c89a51ad9",
      "2e98ac741b33f1fb0a9bbf78ced766d3",
      "8dd87bb5a2b36e236bd9fb0d237df28d",
      "ab9f3bbbb4117deabeb38de4261027ea",
      "128e9805a5f9b20815778047e6d8a528",
      "22efd8052fe8750e927c2919b4dbb9fc",
      "c9994380321a2f19eb0b2cf4f0c2fbae",
      "a1a451e47fb0495e62d3b2dff39dbf9c",
    ]
  `)
})
