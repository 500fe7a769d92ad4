/** The example nodes: what is correct passes, and what is broken is caught, each by the name of what is wrong with it. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readRole } from "../../src/maelstrom/roles.ts"
import { examples, noPython, test1, type Wanted } from "./play.ts"

type Row = readonly [workload: string, bin: string, wanted?: Wanted]
type Broken = readonly [workload: string, bin: string, finds: string, wanted?: Wanted]

const partition: Wanted = { nemeses: ["partition"], limitMs: 3_000, nemesisIntervalMs: 700, latencyMs: 5, nodeCount: 5 }

const correct: readonly Row[] = [
  ["echo", "js/echo.mjs", { availabilityMin: 1 }],
  ["unique-ids", "js/unique-ids.mjs", { availabilityMin: 1, ...partition }],
  ["broadcast", "js/broadcast.mjs", partition],
  ["broadcast", "js/broadcast.mjs", { topology: "tree2", lossPerMillion: 100_000, latencyMs: 5, nodeCount: 7 }],
  ["g-set", "js/g-set.mjs", partition],
  ["g-counter", "js/counter.mjs", partition],
  ["pn-counter", "js/counter.mjs", partition],
  ["lin-kv", "js/lin-kv.mjs", { latencyMs: 3 }],
  ["txn-list-append", "js/txn.mjs", { latencyMs: 1 }],
  ["txn-rw-register", "js/txn.mjs", { latencyMs: 1 }],
  ["kafka", "js/kafka.mjs", { latencyMs: 1 }],
  ["echo", "js/echo.mjs", { nemeses: ["pause"], limitMs: 3_000, nemesisIntervalMs: 500 }],
  ["lin-kv", "js/lin-kv.mjs", { nemeses: ["kill"], limitMs: 3_000, nemesisIntervalMs: 500 }],
]

const broken: readonly Broken[] = [
  ["echo", "js/broken/echo-shouts.mjs", "wrong-echo"],
  ["echo", "js/broken/talks-to-itself.mjs", "print debugging to standard error"],
  ["echo", "js/broken/gives-up.mjs", "ended by itself"],
  ["unique-ids", "js/broken/unique-ids-count.mjs", "duplicate"],
  ["broadcast", "js/broken/broadcast-once.mjs", "lost", partition],
  ["g-set", "js/broken/g-set-makes-up.mjs", "never-added"],
  ["g-counter", "js/broken/counter-overwrites.mjs", "wrong-sum", { latencyMs: 3 }],
  ["lin-kv", "js/broken/lin-kv-caches.mjs", "not-linearizable"],
  ["lin-kv", "js/broken/lin-kv-last-writer.mjs", "not-linearizable"],
  ["txn-list-append", "js/broken/txn-no-isolation.mjs", "G", { latencyMs: 3 }],
  ["txn-rw-register", "js/broken/txn-no-isolation.mjs", "G", { latencyMs: 3, ratePerS: 300, concurrency: 12 }],
  ["kafka", "js/broken/kafka-alone.mjs", "inconsistent-offsets"],
]

/** Two turns of three seconds: time enough for the others to choose somebody else, and for clients of both sides to see it. */
const isolated: Wanted = {
  nodeCount: 5,
  latencyMs: 5,
  limitMs: 12_000,
  nemeses: ["isolate-leader-with-1"],
  nemesisIntervalMs: 3_000,
  ratePerS: 60,
  concurrency: 20,
}

const pythonCorrect: readonly Row[] = [
  ["echo", "python/echo.py"],
  ["broadcast", "python/broadcast.py", partition],
  [
    "lin-kv",
    "python/raft.py",
    { nodeCount: 5, latencyMs: 5, limitMs: 6_000, nemeses: ["partition"], nemesisIntervalMs: 1_500, ratePerS: 60 },
  ],
  ["lin-kv", "python/raft.py", isolated],
  [
    "lin-kv",
    "python/raft.py",
    { ...isolated, nemeses: ["isolate-leader", "pause-leader"], roles: [readRole("leader=sends append_entries")] },
  ],
]

const pythonBroken: readonly Broken[] = [
  ["echo", "python/broken/single_quotes.py", "json.dumps"],
  ["lin-kv", "python/broken/raft_stale_reads.py", "not-linearizable", { nodeCount: 5, latencyMs: 20, limitMs: 4_000, ratePerS: 60 }],
]

const lateBinding = "python/broken/raft_late_binding.py"

const pass = async (workload: string, bin: string, wanted: Wanted = {}) => {
  const { answer, detail, breaches } = await test1(workload, bin, wanted)
  expect({ answer, detail, breaches }).toEqual({ answer: "passed", detail: expect.any(String), breaches: [] })
}

/** Nodes are real processes, and what is wrong with them may have luck: they are caught in one of three runs. Returns what was said of each. */
const isCaught = async (workload: string, bin: string, finds: string, wanted: Wanted = {}) => {
  const saids: string[] = []
  for (const seed of ["1", "2", "3"]) {
    const { answer, opinion, breaches, said } = await test1(workload, bin, { ...wanted, seed })
    saids.push(said.join("\n"))
    if (answer !== "violated") continue
    const why = [...opinion.anomalies.map(({ name }) => name), ...breaches.flatMap(({ saw, instead }) => [saw, instead])].join("\n")
    expect(why).toContain(finds)
    return saids
  }
  throw new Error(`not caught in three runs:\n${saids.join("\n\n")}`)
}

function examplesOf(correct: readonly Row[], broken: readonly Broken[]): void {
  for (const [workload, bin, wanted] of correct) test(`${workload}: ${bin} passes`, () => pass(workload, bin, wanted))
  for (const [workload, bin, finds, wanted] of broken)
    test(`${workload}: ${bin} is caught: ${finds}`, () => isCaught(workload, bin, finds, wanted))
}

describe("JavaScript", () => examplesOf(correct, broken))

const missing = noPython()
describe.skipIf(missing !== undefined)(`Python${missing === undefined ? "" : `, skipped: ${missing}`}`, () => {
  examplesOf(pythonCorrect, pythonBroken)

  test("lin-kv: python/broken/raft_late_binding.py passes in calm, and is caught within three runs once the leader is isolated with a follower", async () => {
    await pass("lin-kv", lateBinding, { ...isolated, nemeses: [], limitMs: 4_000 })
    const saids = await isCaught("lin-kv", lateBinding, "not-linearizable", { ...isolated, limitMs: 18_000 })
    for (const said of saids) expect(said).toMatch(/isolate n\d, the leader, with n\d, from n\d, n\d, n\d/)
  })
})

test("no example is without a test", () => {
  const tested = new Set([...correct, ...broken, ...pythonCorrect, ...pythonBroken].map(([, bin]) => bin)).add(lateBinding)
  const there = ["js", "js/broken", "python", "python/broken"].flatMap((folder) =>
    readdirSync(join(examples, folder))
      .filter((name) => /\.(mjs|py)$/.test(name) && !name.startsWith("node."))
      .map((name) => `${folder}/${name}`),
  )
  expect(there.filter((bin) => !tested.has(bin))).toEqual([])
})
