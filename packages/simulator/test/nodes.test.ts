/** Faults of nodes: fired, laid off, paused, slowed, with bent clocks; planned for a moment or for a note. */
import { describe, expect, test } from "vitest"
import { asker, endpoint, gossip, kinds, listener, MS, only, party, SECOND, simulate, type Told, teller } from "./stage.ts"

const quick = { links: { otherwise: { latencyUs: 1 * MS } } }

test("whoever asks a fired node is refused; whoever waited for it finds the connection closed", () => {
  const said: Told[] = []
  const mute = party("b2", () => undefined)
  const faults = [{ id: "fire", atUs: 55 * MS, forUs: 40 * MS, fault: { kind: "fire", node: "b2" } }] as const
  const simulation = simulate({ ...quick, parties: [asker("b1", "b2", 10 * MS, said, 8), mute], faults })
  simulation.run(200 * MS)
  const ends = only(said, "unreachable").map(({ ask, because, delivery }) => [ask, because, delivery])
  expect(ends.slice(0, 6).sort()).toEqual([...Array(6).keys()].map((i) => [`ask ${i}`, "closed", "maybe-delivered"]))
  expect(ends.slice(6)).toEqual([6, 7].map((i) => [`ask ${i}`, "refused", "not-delivered"]))
  expect(simulation.receipts).toMatchObject([{ id: "fire", receipt: { processes: 1, connections: 6 } }])
  expect(simulation.nodes[1]).toMatchObject({ state: "up" })
})

test("a paused node hears everything when it goes on, in order; whoever waited gave up", () => {
  const [said, heard]: [Told[], Told[]] = [[], []]
  const faults = [{ id: "p", atUs: 45 * MS, forUs: 3 * SECOND, fault: { kind: "pause", node: "b2" } }] as const
  const simulation = simulate({
    ...quick,
    parties: [asker("b1", "b2", 10 * MS, said, 10), listener("b2", heard)],
    faults,
    limits: { asksPerPeerMax: 100 },
  })
  simulation.run(5 * SECOND)
  expect(only(said, "unreachable")).toHaveLength(5)
  const asked = only(heard, "request")
  expect(asked.map(({ request }) => request.number)).toEqual([...Array(10).keys()])
  expect(asked.slice(5).every(({ now }) => now === 3_045 * MS)).toBe(true)
  expect(simulation.receipts[0]?.receipt).toMatchObject({ processes: 1, messages: 5 })
})

test("a node that is fired while it is paused closes what it had not heard yet", () => {
  const said: Told[] = []
  const faults = [
    { id: "p", atUs: 5 * MS, fault: { kind: "pause", node: "b2" } },
    { id: "f", atUs: 55 * MS, fault: { kind: "fire", node: "b2" } },
  ] as const
  simulate({ ...quick, parties: [asker("b1", "b2", 10 * MS, said, 6), listener("b2")], faults }).run(SECOND)
  expect(only(said, "unreachable").map(({ because, now }) => `${because} ${now / MS}`)).toEqual(Array(5).fill("closed 56"))
})

test("a paused node's own timers wait too, and its asks time out when it wakes", () => {
  const heard: Told[] = []
  const sleeper = asker("b1", "nobody-answers", 100 * MS, heard, 3)
  const faults = [{ id: "p", atUs: 50 * MS, forUs: 5 * SECOND, fault: { kind: "pause", node: "b1" } }] as const
  simulate({ ...quick, parties: [sleeper, party("nobody-answers", () => undefined)], faults }).run(10 * SECOND)
  expect(kinds(heard)).toEqual(["boot", "timer", "unreachable", "timer", "timer", "unreachable", "unreachable"])
  expect(heard[1]?.now).toBe(5_050 * MS)
})

test("whoever is laid off says goodbye, and is heard no more", () => {
  const heard: Told[] = []
  const polite = party("b1", (input, out) => {
    if (input.kind === "leaving") out.tell([endpoint("b2")], { kind: "push", goodbye: true })
  })
  const faults = [{ id: "l", atUs: SECOND, fault: { kind: "layoff", node: "b1" } }] as const
  const simulation = simulate({ ...quick, parties: [polite, listener("b2", heard)], faults })
  simulation.run(2 * SECOND)
  expect(only(heard, "request").map(({ request }) => request.goodbye)).toEqual([true])
  expect(simulation.nodes[0]).toMatchObject({ state: "away" })
})

test("a node is busy for as long as the table of costs says, and its inputs wait", () => {
  const [said, heard]: [Told[], Told[]] = [[], []]
  const parties = [asker("b1", "b2", 1 * MS, said, 5), listener("b2", heard)]
  simulate({ ...quick, parties, costs: { diskWriteUs: 0, inputs: { request: 10 * MS } } }).run(SECOND)
  expect(only(heard, "request").map(({ now }) => now)).toEqual([1, 11, 21, 31, 41].map((ms) => ms * MS))
  expect(only(said, "answer").map(({ now }) => now)).toEqual([12, 22, 32, 42, 52].map((ms) => ms * MS))
})

test("a slowed node takes so many times as long for everything", () => {
  const heard: Told[] = []
  const miner = party(
    "b1",
    (input, out) => {
      heard.push(input)
      if (input.kind === "boot" || input.kind === "worked") out.work("dig", "dig", { at: input.now })
    },
    { jobs: { dig: () => ({ done: null }) } },
  )
  const faults = [{ id: "s", atUs: 450 * MS, fault: { kind: "slow", node: "b1", factor: 3 } }] as const
  const simulation = simulate({ parties: [miner], work: () => ({ afterUs: 100 * MS }), faults })
  simulation.run(2 * SECOND)
  simulation.healAll()
  const gaps = only(heard, "worked").map(({ now }, i, all) => now - (all[i - 1]?.now ?? 0))
  expect(gaps.slice(0, 5)).toEqual(Array(5).fill(100 * MS))
  for (const gap of gaps.slice(5)) expect(gap).toBeGreaterThanOrEqual(300 * MS)
  expect(simulation.receipts[0]?.receipt.messages).toBe(gaps.length - 4)
})

describe("the wall clock of a node", () => {
  const offsets = (fault: object, forUs?: number): number[] => {
    const heard: Told[] = []
    const ticker = party("b1", (input, out) => {
      heard.push(input)
      out.timer("tick", SECOND)
    })
    const planned = { id: "c", atUs: 1_500 * MS, ...(forUs === undefined ? {} : { forUs }), fault } as never
    simulate({ parties: [ticker], faults: [planned] }).run(5 * SECOND)
    const first = heard[0]?.wall ?? 0
    return only(heard, "timer").map(({ now, wall }) => wall - first - now)
  }
  test("is off while it is skewed", () => expect(offsets({ kind: "skew", node: "b1", us: -7 }, 2 * SECOND)).toEqual([0, -7, -7, 0, 0]))
  test("jumps, and stays there", () =>
    expect(offsets({ kind: "jump", node: "b1", us: 60 * SECOND })).toEqual([0, 60, 60, 60, 60].map((s) => s * SECOND)))
  test("drifts ever further", () => expect(offsets({ kind: "drift", node: "b1", ppm: 100 })).toEqual([0, 50, 150, 250, 350]))
})

test("a fault waits for the third note of its kind, with the facts it names", () => {
  const noter = party("b1", (input, out) => {
    if (input.kind === "timer") out.note({ note: "tick", odd: (input.now / (100 * MS)) % 2 === 1 })
    out.timer("tick", 100 * MS)
  })
  const when = { node: "b1", note: "tick", where: { odd: true }, count: 3 }
  const simulation = simulate({ parties: [noter], faults: [{ id: "w", when, afterUs: 25 * MS, fault: { kind: "fire", node: "b1" } }] })
  simulation.run(SECOND)
  expect(simulation.receipts).toMatchObject([{ id: "w", beganAt: 525 * MS, receipt: { processes: 1 } }])
})

test("a newcomer is whom the caller says", () => {
  const fault = { kind: "hire", node: "g9", disk: "kept", newcomer: { party: "bigload" } } as const
  const simulation = simulate({
    parties: [gossip("g1", ["g9"], 50 * MS)],
    faults: [{ id: "n", atUs: 500 * MS, fault }],
    newcomer: (name) => gossip(name, ["g1"], 50 * MS),
  })
  simulation.run(SECOND)
  expect(simulation.nodes.map(({ name, state }) => `${name} ${state}`)).toEqual(["g1 up", "g9 up"])
  expect(simulation.receipts[0]?.receipt).toMatchObject({ processes: 1 })
})

test("what is no fault is refused with a sentence", () => {
  const plan = (fault: object) => () => simulate({ parties: [listener("b1")], faults: [{ id: "x", atUs: 0, fault } as never] })
  expect(plan({ kind: "drop", from: ["b1"], to: ["b2"], percent: 101 })).toThrow(
    'x: drop needs an integer from 0 to 100 as "percent", which is 101',
  )
  expect(plan({ kind: "implode", node: "b1" })).toThrow(/x: there is no fault named "implode"; there are fire, layoff/)
})

test("the tellers of nobody are refused", () => {
  const said: Told[] = []
  simulate({ ...quick, parties: [teller("b1", ["nobody"], SECOND, said, 1)] }).run(SECOND)
  expect(only(said, "unreachable")).toMatchObject([{ because: "refused", delivery: "not-delivered", now: 2 * MS }])
})
