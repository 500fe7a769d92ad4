/** From words to plans: what each way of saying something becomes. */
import { expect, test } from "vitest"
import type { FaultEntry, Scenario } from "../../src/scenario/index.ts"
import { planOf, SECOND } from "./story.ts"

const faultsOf = (...faults: FaultEntry[]) => planOf({ faults }).faults
const nodesOf = (nodes: Scenario["nodes"]) => planOf({ nodes }).nodes

test("what is left out has a value that suits an office", () => {
  expect(planOf({})).toMatchObject({
    seed: "1",
    stormUs: 30 * SECOND,
    calmUsMax: 30 * SECOND,
    network: { blockIntervalUs: SECOND, difficultyBits: undefined, confirmations: 6, subsidy: 1, money: 1000, minPeers: 3 },
    tracker: true,
    links: { latencyUs: 5_000, jitterUs: 0, lossPercent: 0, bytesPerSecond: undefined, rules: [] },
    workload: { transfers: undefined, payments: [] },
    faults: [],
    boss: undefined,
    checks: undefined,
    expect: { verdict: "passed", violates: undefined },
  })
})

test("a cut between sides is both ways; from one to another it is one way", () => {
  const sides = faultsOf({ at: "8s", for: "5s", cut: [["b1", "b2"], "b3..b5"] })
  expect(sides).toEqual([
    {
      id: expect.stringMatching(/^cut-[0-9a-f]{8}$/),
      atUs: 8 * SECOND,
      forUs: 5 * SECOND,
      fault: { kind: "cut", from: ["bigload-1", "bigload-2"], to: ["bigload-3", "bigload-4", "bigload-5"], both: true },
    },
  ])
  expect(faultsOf({ at: "8s", id: "deaf", cut: { from: "b1", to: "b3" } })).toEqual([
    { id: "deaf", atUs: 8 * SECOND, fault: { kind: "cut", from: ["bigload-1"], to: ["bigload-3"] } },
  ])
})

test("three sides make three cuts, and others are all who are not named", () => {
  const cuts = faultsOf({ at: "8s", id: "islands", cut: ["b1", ["b2", "bigload-3"], "others"] })
  expect(cuts.map(({ id, fault }) => ({ id, fault }))).toMatchObject([
    { id: "islands.1", fault: { from: ["bigload-1"], to: ["bigload-2", "bigload-3"] } },
    { id: "islands.2", fault: { from: ["bigload-1"], to: ["bigload-4", "bigload-5"] } },
    { id: "islands.3", fault: { from: ["bigload-2", "bigload-3"], to: ["bigload-4", "bigload-5"] } },
  ])
})

test("every fault of the vocabulary can be said in short and in full", () => {
  const said = (fault: Omit<FaultEntry, "at">) => faultsOf({ at: "1s", ...fault })[0]?.fault
  const all = ["bigload-1", "bigload-2", "bigload-3", "bigload-4", "bigload-5"]
  expect(said({ latency: "200ms" })).toEqual({ kind: "latency", from: all, to: all, us: 200_000, jitterUs: 0 })
  expect(said({ latency: { delay: "200ms", jitter: "50ms", from: "b1", to: "others", both: true } })).toEqual({
    kind: "latency",
    from: ["bigload-1"],
    to: all.slice(1),
    both: true,
    us: 200_000,
    jitterUs: 50_000,
  })
  expect(said({ bandwidth: { rate: "64KB/s", queue: "1MiB", from: "b1", to: "b2" } })).toMatchObject({
    bytesPerSecond: 64_000,
    queueBytes: 1_048_576,
  })
  expect(said({ drop: "30%" })).toEqual({ kind: "drop", from: all, to: all, percent: 30 })
  expect(said({ drop: { percent: 30, route: "POST /block", first: 3 } })).toMatchObject({ percent: 30, route: "/block", first: 3 })
  expect(said({ reorder: { delay: "80ms" } })).toMatchObject({ kind: "reorder", percent: 100, us: 80_000 })
  expect(said({ duplicate: 5 })).toMatchObject({ kind: "duplicate", percent: 5 })
  expect(said({ heal: ["b1", "others"] })).toMatchObject({ kind: "heal", from: ["bigload-1"], both: true })
  expect(said({ skew: { node: "b3", by: "-2h" } })).toEqual({ kind: "skew", node: "bigload-3", us: -7_200 * SECOND })
  expect(said({ drift: { node: "b3", ppm: 200 } })).toEqual({ kind: "drift", node: "bigload-3", ppm: 200 })
  expect(said({ jump: { node: "b3", by: "5m" } })).toEqual({ kind: "jump", node: "bigload-3", us: 300 * SECOND })
  expect(said({ "disk-full": "b3" })).toEqual({ kind: "disk-full", node: "bigload-3" })
  expect(said({ "disk-slow": { node: "b3", by: "20ms" } })).toEqual({ kind: "disk-slow", node: "bigload-3", us: 20_000 })
  expect(said({ slow: { node: "b3", factor: 10 } })).toEqual({ kind: "slow", node: "bigload-3", factor: 10 })
  expect(said({ fire: "tracker" })).toEqual({ kind: "fire", node: "tracker" })
})

test("whoever is fired for a while comes back with the disk kept, or with the disk that was asked for", () => {
  expect(faultsOf({ at: "5s", for: "2s", id: "x", fire: "b1" })).toEqual([
    { id: "x", atUs: 5 * SECOND, forUs: 2 * SECOND, fault: { kind: "fire", node: "bigload-1" } },
  ])
  expect(faultsOf({ at: "5s", for: "2s", id: "x", fire: "b1", disk: "wiped" })).toEqual([
    { id: "x", atUs: 5 * SECOND, fault: { kind: "fire", node: "bigload-1" } },
    { id: "x.back", atUs: 7 * SECOND, fault: { kind: "hire", node: "bigload-1", disk: "wiped" } },
  ])
})

test("what happens every so often happens until the storm ends, and each time within its jitter", () => {
  const turns = faultsOf({ at: "2s", every: "6s", jitter: "1s", for: "2s", id: "x", fire: "any" })
  expect(turns.map(({ id }) => id)).toEqual(["x.1", "x.2", "x.3", "x.4", "x.5"])
  for (const [turn, planned] of turns.entries()) {
    const late = ("atUs" in planned ? planned.atUs : 0) - (2 + 6 * turn) * SECOND
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThanOrEqual(SECOND)
  }
  expect(faultsOf({ every: "6s", times: 2, pause: "b1", for: "1s" })).toHaveLength(2)
})

test("a fault may wait for a note", () => {
  const planned = faultsOf({ when: { node: "b3", notes: "head-moved", where: { height: 10 }, count: 2 }, after: "2s", id: "x", fire: "b1" })
  expect(planned).toEqual([
    {
      id: "x",
      when: { node: "bigload-3", note: "head-moved", where: { height: 10 }, count: 2 },
      afterUs: 2 * SECOND,
      fault: { kind: "fire", node: "bigload-1" },
    },
  ])
})

test("draws depend on the seed and on the fault itself: without its neighbours, a fault is as it was", () => {
  const drawn: FaultEntry = { every: "7s", jitter: "2s", for: "1s", fire: { any: 2, of: "b3..b5" } }
  const others: FaultEntry[] = [
    { at: "3s", for: "1s", pause: "b1" },
    { every: "5s", drop: { percent: 10, first: 3 }, for: "1s" },
  ]
  const own = (faults: FaultEntry[], seed: string) => planOf({ faults }, seed).faults.filter(({ fault }) => fault.kind === "fire")
  expect(own([others[0] as FaultEntry, drawn, others[1] as FaultEntry], "7")).toEqual(own([drawn], "7"))
  expect(own([drawn], "7")).not.toEqual(own([drawn], "8"))
})

test("a side of links may be drawn, somebody else each time, and the others are all but that one", () => {
  const cuts = faultsOf({ every: "3s", for: "1s", id: "x", cut: ["any", "others"] })
  const all = ["bigload-1", "bigload-2", "bigload-3", "bigload-4", "bigload-5"]
  expect(cuts).toHaveLength(9)
  const alone = cuts.map(({ fault }) => {
    if (fault.kind !== "cut") throw new Error(fault.kind)
    const { from, to, both } = fault
    expect(both).toBe(true)
    expect(from).toHaveLength(1)
    expect(to).toEqual(all.filter((name) => name !== from[0]))
    return from[0]
  })
  expect(new Set(alone).size).toBeGreaterThan(2)
  expect(faultsOf({ every: "3s", for: "1s", id: "x", cut: ["any", "others"] })).toEqual(cuts)
  // Nobody who is named elsewhere, and nobody twice.
  const [three] = faultsOf({ at: "1s", cut: [["b1", "any"], "b4..b5", ["any"]] })
  expect(three?.fault).toMatchObject({ from: ["bigload-1", expect.stringMatching(/^bigload-[23]$/)], to: ["bigload-4", "bigload-5"] })
  for (const { fault } of faultsOf({ every: "2s", times: 8, for: "1s", latency: { delay: "1s", from: "any", to: "all" } }))
    expect(fault).toMatchObject({ from: [expect.stringMatching(/^bigload-\d$/)], to: all })
})

test("nobody stands on a side by chance who is away", () => {
  const cuts = faultsOf({ at: "1s", for: "20s", fire: "b1..b3" }, { every: "3s", for: "1s", times: 5, id: "x", cut: ["any", "others"] })
  const alone = cuts.flatMap(({ fault }) => (fault.kind === "cut" ? fault.from : []))
  expect(alone).toHaveLength(5)
  for (const name of alone) expect(["bigload-4", "bigload-5"]).toContain(name)
})

test("nobody is drawn who is away", () => {
  for (let seed = 0; seed < 50; seed++) {
    const faults: FaultEntry[] = [
      { at: "1s", for: "20s", fire: ["b1", "b2"] },
      { every: "2s", for: "1900ms", pause: { any: 2, of: "all" }, times: 5 },
    ]
    const paused = planOf({ faults }, String(seed)).faults.flatMap(({ fault }) => (fault.kind === "pause" ? [fault.node] : []))
    expect(paused).toHaveLength(10)
    expect(paused).not.toContain("bigload-1")
    expect(paused).not.toContain("bigload-2")
  }
})

test("newcomers have the next free names, or names of their own, and may be named once they are there", () => {
  const faults = faultsOf({ at: "3s", id: "crowd", hire: { newcomers: 2 } }, { at: "9s", id: "bye", fire: "b6" })
  expect(faults).toEqual([
    { id: "crowd.b6", atUs: 3 * SECOND, fault: { kind: "hire", node: "bigload-6", disk: "kept", newcomer: {} } },
    { id: "crowd.b7", atUs: 3 * SECOND, fault: { kind: "hire", node: "bigload-7", disk: "kept", newcomer: {} } },
    { id: "bye", atUs: 9 * SECOND, fault: { kind: "fire", node: "bigload-6" } },
  ])
  expect(faultsOf({ at: "3s", hire: { newcomers: ["s9"], kind: "shit", misdeeds: ["eclipse"], boot: "b2" } })[0]?.fault).toEqual({
    kind: "hire",
    node: "shit-9",
    disk: "kept",
    newcomer: { party: "shit", misdeeds: ["eclipse"], boot: "bigload-2" },
  })
})

test("a share of the hash power is one of the whole network's", () => {
  const power = (nodes: Scenario["nodes"]) => {
    const planned = nodesOf(nodes)
    const all = planned.reduce((sum, { hashPower }) => sum + hashPower, 0)
    return planned.map(({ hashPower }) => Math.round((hashPower / all) * 1_000) / 10)
  }
  expect(power({ bigloads: 3, shits: 1, misdeeds: ["hoarder"], options: { s1: { hashPower: "40%" } } })).toEqual([20, 20, 20, 40])
  expect(power({ bigloads: 3, options: { b1: { hashPower: 2 }, b3: { hashPower: "25%" } } })).toEqual([50, 25, 25])
  expect(power({ bigloads: 2, options: { b1: { hashPower: "90%" }, b2: { hashPower: "10%" } } })).toEqual([90, 10])
})

test("what is special about a node is said by name, range or group; the later wins, key by key", () => {
  const plan = planOf({
    nodes: {
      bigloads: 4,
      tracker: false,
      options: { all: { minPeers: 2, clock: { skew: "1s" } }, west: { clock: { skew: "-5m", drift: 200 } }, b2: { boot: "west" } },
    },
    groups: { west: "b1..b2" },
  })
  expect(plan.nodes.map(({ minPeers, clock, boot }) => ({ minPeers, clock, boot }))).toEqual([
    { minPeers: 2, clock: { skewUs: -300 * SECOND, driftPpm: 200 }, boot: [] },
    { minPeers: 2, clock: { skewUs: -300 * SECOND, driftPpm: 200 }, boot: ["bigload-1"] },
    { minPeers: 2, clock: { skewUs: SECOND, driftPpm: 0 }, boot: ["bigload-1"] },
    { minPeers: 2, clock: { skewUs: SECOND, driftPpm: 0 }, boot: ["bigload-1"] },
  ])
})

test("links have a table by groups", () => {
  const { links } = planOf({
    groups: { west: "b1..b2", east: "b3..b5" },
    links: {
      latency: "5ms",
      loss: "0.5%",
      between: [
        { between: ["west", "east"], latency: "120ms", bandwidth: "1MB/s" },
        { from: "b1", jitter: "3ms" },
      ],
    },
  })
  const [west, east] = [
    ["bigload-1", "bigload-2"],
    ["bigload-3", "bigload-4", "bigload-5"],
  ]
  expect(links).toEqual({
    asTheyAre: false,
    latencyUs: 5_000,
    jitterUs: 0,
    lossPercent: 0.5,
    bytesPerSecond: undefined,
    rules: [
      { from: west, to: east, latencyUs: 120_000, bytesPerSecond: 1_000_000 },
      { from: east, to: west, latencyUs: 120_000, bytesPerSecond: 1_000_000 },
      { from: ["bigload-1"], to: [...(west as string[]), ...(east as string[])], jitterUs: 3_000 },
    ],
  })
})

test("people pay each other at random, and at certain times", () => {
  const { workload } = planOf({
    nodes: { bigloads: 2, bigcraps: 1, walls: 1 },
    workload: { transfers: { every: "500ms", to: "all", amount: "1..20" }, pay: [{ at: "3s", from: "b1", to: "c1", amount: 5 }] },
  })
  expect(workload).toEqual({
    transfers: {
      everyUs: 500_000,
      from: ["bigload-1", "bigload-2"],
      to: ["bigload-1", "bigload-2", "bigcrap-1"],
      amount: { min: 1, max: 20 },
    },
    payments: [{ atUs: 3 * SECOND, from: "bigload-1", to: "bigcrap-1", amount: 5 }],
  })
})

test("who is hired later neither pays nor is paid at random", () => {
  const { workload } = planOf({
    nodes: { bigloads: 2 },
    workload: { transfers: { every: "500ms", from: "all" } },
    faults: [{ at: "5s", hire: { newcomers: ["b3"] } }],
  })
  expect(workload.transfers).toMatchObject({ from: ["bigload-1", "bigload-2"], to: ["bigload-1", "bigload-2"] })
})

test("the Boss has the office's own budget, but for what the scenario says of it", () => {
  expect(planOf({ boss: true }).boss).toMatchObject({
    aliveMin: 3,
    awayMax: 2,
    coolDownMs: 1_500,
    weights: { fire: 5, layoff: 2, pause: 3 },
  })
  const boss = {
    alive: 4,
    harms: { fire: 1 },
    disks: { wiped: 1 },
    coolDown: "1s..3s",
    absence: "2s",
    quiet: "4s",
    shits: true,
    newcomers: 2,
  }
  expect(planOf({ boss }).boss).toMatchObject({
    aliveMin: 4,
    awayMax: 1,
    coolDownMs: 1_000,
    coolDownMsMax: 3_000,
    awayMsMin: 2_000,
    awayMsMax: 2_000,
    quietMs: 4_000,
    shitsToo: true,
    weights: { fire: 1, layoff: 0, pause: 0, newcomer: 5 },
    disks: { kept: 0, wiped: 1, torn: 0 },
    hiresMax: 2,
  })
})

test("checks are asked for by phase or in one list", () => {
  expect(planOf({ checks: { sometimes: ["fork-happened"], always: ["chain-valid"] } }).checks).toEqual(["chain-valid", "fork-happened"])
  expect(planOf({ checks: ["agreement", "chain-valid"] }).checks).toEqual(["agreement", "chain-valid"])
  expect(planOf({ checks: ["no-deep-reorg"], expect: "violated", violates: "no-deep-reorg" }).expect).toEqual({
    verdict: "violated",
    violates: "no-deep-reorg",
  })
})
