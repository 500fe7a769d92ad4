/** What becomes of a real run: a small made-up journal, and the scenario that it is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { importRun } from "../../src/import/import.ts"
import { BadInput } from "../../src/input/complaint.ts"
import { loadScenario, planScenario } from "../../src/scenario/index.ts"
import { simulate } from "../../src/simulation/simulate.ts"

let desk: string
beforeEach(() => {
  desk = mkdtempSync(join(tmpdir(), "watercooler-import-"))
})
afterEach(() => rmSync(desk, { recursive: true, force: true }))

const S = 1_000_000
const keys = { "bigload-1": "aa", "bigload-2": "bb", "shit-1": "cc", "bigload-3": "dd" } as const
type Name = keyof typeof keys

function party(name: Name, kind = name.split("-")[0] as string) {
  const port = 8_000 + Object.keys(keys).indexOf(name)
  const honest = kind !== "shit"
  return { name, kind, honest, misdeeds: honest ? [] : ["overspend"], endpoint: `http://127.0.0.1:${port}`, key: keys[name] }
}

const first = [party("bigload-1"), party("bigload-2"), party("shit-1")]
const genesis = { difficulty: 12, subsidy: 2, allocations: first.map(({ key }) => ({ address: key, amount: 500 })) }
const header = (parties: readonly object[]) => ({ type: "header", world: "real", parties, rules: { network: "crapcoin", genesis, k: 9 } })
const storm = { t: 1 * S, node: "watercooler", type: "phase", phase: "storm" }
const calm = { t: 11 * S, node: "watercooler", type: "phase", phase: "calm" }

function fault(id: string, t: number, words: object, { what = "ended", by = "boss", lastsUs = 1_000 } = {}) {
  const line = { node: "watercooler", type: "fault", id, by, fault: words }
  return [
    { ...line, t, what: "began" },
    { ...line, t: t + lastsUs, what },
  ]
}
const note = (t: number, node: string, fact: object) => ({ t, node, type: "note", fact })
const promised = (t: number, node: Name, transaction: string, to: string, amount: number) =>
  note(t, node, { note: "transfer-accepted", transaction, from: keys[node], to, amount })
const mined = (t: number, node: Name, transaction: string) => note(t, node, { note: "block-mined", hash: "00", height: 1, transaction })
const answer = (durationUs: number, node = "bigload-1", to = party("bigload-2").endpoint, status = 200) => ({
  ...{ t: 2 * S, node, type: "answer", method: "GET", route: "/peers", to, status, durationUs },
})

const office = { bigloads: 2, shits: 1, kind: "bigload", sauron: false, seed: "office", difficultyBits: 12 }

function runOf(lines: readonly object[], { options = {}, manifest = {}, parties = first as readonly object[] } = {}): string {
  const dir = join(desk, "run")
  mkdirSync(dir)
  writeFileSync(join(dir, "manifest.json"), JSON.stringify({ run: "r-1", options: { ...office, ...options }, parties, ...manifest }))
  writeFileSync(
    join(dir, "journal.ndjson"),
    lines.map((line, at) => `${JSON.stringify({ t: 0, node: "watercooler", seq: at, ...line })}\n`).join(""),
  )
  return dir
}

const out = () => join(desk, "imported.yaml")

test("who took part, what happened to them, and who paid whom, at the same moments of the storm", () => {
  const dir = runOf([
    header(first),
    storm,
    ...fault("boss-1", 2 * S, { kind: "fire", node: "bigload-2" }),
    promised(2.5 * S, "bigload-1", "t1", keys["bigload-2"], 7),
    ...fault("boss-2", 4 * S, { kind: "hire", node: "bigload-2", disk: "wiped" }, { lastsUs: 250_000 }),
    ...fault("boss-3", 5 * S, { kind: "fire", node: "shit-1" }, { what: "refused" }),
    ...fault("operator-1", 6 * S, { kind: "pause", node: "bigload-1" }, { by: "operator" }),
    ...fault("operator-2", 7 * S, { kind: "resume", node: "bigload-1" }, { by: "operator" }),
    header([...first, party("bigload-3")]),
    ...fault("operator-3", 8 * S, { kind: "hire", node: "bigload-3", disk: "kept", newcomer: { boot: "b1" } }),
    promised(9 * S, "shit-1", "t2", keys["bigload-3"], 3),
    calm,
    ...fault("calm-1", 11.5 * S, { kind: "hire", node: "bigload-1", disk: "kept" }),
    promised(12 * S, "bigload-1", "t3", keys["bigload-2"], 1),
    { type: "check", name: "agreement", result: "violated" },
    { type: "check", name: "nobody-falls-over", result: "passed" },
    { type: "verdict", verdict: "violated", detail: "agreement: two heads" },
  ])
  const { plan, leftOut } = importRun(dir, out())
  expect(plan.faults).toEqual([
    { id: "boss-1", atUs: 1 * S, fault: { kind: "fire", node: "bigload-2" } },
    { id: "boss-2", atUs: 3.25 * S, fault: { kind: "hire", node: "bigload-2", disk: "wiped" } },
    { id: "operator-1", atUs: 5 * S, fault: { kind: "pause", node: "bigload-1" } },
    { id: "operator-2", atUs: 6 * S, fault: { kind: "resume", node: "bigload-1" } },
    {
      id: "operator-3",
      atUs: 7.001 * S,
      fault: { kind: "hire", node: "bigload-3", disk: "kept", newcomer: { party: "bigload", boot: "bigload-1" } },
    },
  ])
  expect(plan).toMatchObject({ seed: "office", stormUs: 10 * S, tracker: false, checks: ["agreement"], expect: { verdict: "passed" } })
  expect(plan.nodes.map(({ name, misdeeds }) => [name, ...misdeeds])).toEqual([["bigload-1"], ["bigload-2"], ["shit-1", "overspend"]])
  expect(plan.network).toMatchObject({ difficultyBits: 12, confirmations: 9, subsidy: 2, money: 500 })
  expect(plan.workload.payments).toEqual([
    { atUs: 1.5 * S, from: "bigload-1", to: "bigload-2", amount: 7 },
    { atUs: 8 * S, from: "shit-1", to: "bigload-3", amount: 3 },
  ])
  expect(leftOut).toEqual({ faults: 0, transfers: 0 })
  const text = readFileSync(out(), "utf8")
  expect(text).toContain("Imported from run r-1, on real processes, which came to violated: agreement: two heads")
  // What is written is what was meant, and it runs.
  expect(planScenario(loadScenario(out()))).toEqual(plan)
  expect(simulate(plan, { run: "imported" }).receipts.filter(({ receipt }) => receipt.processes > 0)).toHaveLength(5)
})

test("messages take as long as they took: half of what was waited, around the median, between the quartiles", () => {
  const waits = [4_000, 8_000, 10_000, 14_000, 400_000]
  const strangers = [answer(1, "clients"), answer(1, "bigload-1", "http://127.0.0.1:9"), answer(1, "bigload-1", undefined, 0)]
  const dir = runOf([header(first), storm, ...waits.map((us) => answer(us)), ...strangers, calm])
  const { observed, plan } = importRun(dir, out())
  expect(observed.delays).toEqual({ count: 5, medianUs: 5_000, spreadUs: 3_000 })
  expect(plan.links).toMatchObject({ latencyUs: 3_500, jitterUs: 3_000 })
})

test("blocks take as long as nodes looked for them: all the time that they had something to mine, shared out", () => {
  const dir = runOf([
    header(first),
    storm,
    promised(2 * S, "bigload-1", "t1", "bb", 1),
    promised(2.1 * S, "bigload-1", "t2", "bb", 1), // waits behind the first
    mined(2.6 * S, "bigload-1", "t1"),
    mined(2.9 * S, "bigload-1", "t2"),
    promised(3 * S, "bigload-2", "t3", "aa", 1),
    { t: 3.3 * S, type: "process", what: "ended", subject: "bigload-2", signal: "SIGKILL" },
    mined(9 * S, "bigload-2", "t3"), // nobody knows since when it looked
    calm,
  ])
  const { observed, plan } = importRun(dir, out())
  expect(observed.mined).toEqual({ blocks: 2, eachUs: 600_000 })
  expect(plan.network.blockIntervalUs).toBe(200_000)
})

test("a process that ended by itself is fired; what cannot have happened to somebody is left out, and said", () => {
  const dir = runOf([
    header(first),
    storm,
    { t: 3 * S, type: "process", what: "ended", subject: "bigload-2", exitCode: 1, unasked: true },
    ...fault("boss-1", 4 * S, { kind: "pause", node: "bigload-2" }),
    ...fault("boss-2", 5 * S, { kind: "hire", node: "bigload-2", disk: "kept" }),
    promised(6 * S, "bigload-1", "t1", "ee", 5),
    calm,
  ])
  const { plan, leftOut } = importRun(dir, out())
  expect(plan.faults.map(({ fault }) => fault.kind)).toEqual(["fire", "hire"])
  expect(leftOut).toEqual({ faults: 1, transfers: 1 })
  expect(readFileSync(out(), "utf8")).toContain("# Left out: 1 transfer to somebody who takes no part.")
})

test("too many transfers to be listed become people who pay as often", () => {
  const many = Array.from({ length: 1_000 }, (_, at) => promised(1 * S + at * 10_000, "bigload-1", `t${at}`, "bb", 1))
  const { plan } = importRun(runOf([header(first), storm, ...many, calm]), out())
  expect(plan.workload).toMatchObject({ transfers: { everyUs: 10_000, from: ["bigload-1"], to: ["bigload-2"] }, payments: [] })
})

test("in a scenario a name tells the kind: an office of bigcraps calls them bigloads", () => {
  const parties = [party("bigload-1", "bigcrap"), party("bigload-2", "bigcrap")]
  const fire = fault("operator-1", 2 * S, { kind: "fire", node: "bigload-2" })
  const dir = runOf([header(parties), storm, promised(1.5 * S, "bigload-2", "t1", "aa", 5), ...fire, calm], { parties })
  const { plan } = importRun(dir, out())
  expect(plan.nodes).toMatchObject([{ name: "bigcrap-1" }, { name: "bigcrap-2", boot: ["bigcrap-1"] }])
  expect(plan.faults).toMatchObject([{ fault: { kind: "fire", node: "bigcrap-2" } }])
  expect(plan.workload.payments).toMatchObject([{ from: "bigcrap-2", to: "bigcrap-1" }])
})

describe("refused, with nothing written", () => {
  const complaintOf = (act: () => unknown): string => {
    try {
      act()
    } catch (error) {
      if (error instanceof BadInput) return error.message
      throw error
    }
    return "nothing was refused"
  }
  const walls = [party("bigload-1", "wall")]

  test.each([
    ["a folder that is not there", () => join(desk, "nowhere"), "there is no such folder"],
    ["a folder of something else", () => desk, "it holds no manifest.json"],
    ["another manifest", () => runOf([], { manifest: { run: undefined } }), "not that of a run"],
    ["a run of walls", () => runOf([header(walls), storm, calm], { parties: walls }), "a run of walls"],
    ["a run that ended before its storm", () => runOf([header(first)]), "its storm never began"],
    [
      "a simulated run, whose scenario is there",
      () => runOf([], { manifest: { world: "simulated" } }),
      `watercooler simulate ${join("…", "run", "scenario.yaml")}`,
    ],
  ])("%s", (_what, dir, words) => {
    expect(complaintOf(() => importRun(dir(), out())).replaceAll(desk, "…")).toContain(words)
    expect(() => readFileSync(out())).toThrow("ENOENT")
  })

  test("a run that was never merged", () => {
    const dir = runOf([header(first), storm])
    rmSync(join(dir, "journal.ndjson"))
    expect(complaintOf(() => importRun(dir, out()))).toContain("it holds no journal.ndjson")
  })

  test("a file that exists", () => {
    writeFileSync(out(), "mine\n")
    expect(complaintOf(() => importRun(runOf([header(first), storm, calm]), out()))).toContain("which exists")
    expect(readFileSync(out(), "utf8")).toBe("mine\n")
  })
})
