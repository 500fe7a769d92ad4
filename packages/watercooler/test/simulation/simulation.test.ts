/** A scenario in virtual time, from its words to its document. */
import { BigLoad } from "@watercooler/bigload"
import { linkOptionsOf } from "@watercooler/boss/faults"
import { describe, expect, test } from "vitest"
import { differences } from "../../src/replay/difference.ts"
import { checkScenario, planScenario, type Scenario, scenarioOf } from "../../src/scenario/index.ts"
import { linkTable } from "../../src/scenario/plan/link-table.ts"
import { explicitPlan } from "../../src/shrink/shrink.ts"
import type { Program } from "../../src/simulation/cast.ts"
import { documentOf } from "../../src/simulation/document.ts"
import { openGuard } from "../../src/simulation/guard.ts"
import { seedAt } from "../../src/simulation/seeds.ts"
import { simulate } from "../../src/simulation/simulate.ts"

function plan(scenario: Partial<Scenario>, seed?: string) {
  const read = checkScenario({ claim: "For a test.", storm: "6s", nodes: { bigloads: 3 }, ...scenario } as Scenario)
  if (!read.ok) throw new Error(JSON.stringify(read.complaints))
  return planScenario(read.checked, seed)
}

const busy: Partial<Scenario> = {
  storm: "20s",
  nodes: { bigloads: 4, shits: 1 },
  links: { latency: "20ms", jitter: "10ms", loss: 2 },
  workload: { transfers: { every: "1s" } },
  boss: true,
}

describe("the same seed", () => {
  test("gives the same run, whoever listens; another seed another one", () => {
    const lines: string[] = []
    const first = simulate(plan(busy, "7"), { run: "a" })
    const second = simulate(plan(busy, "7"), {
      run: "a",
      listener: (event) => void lines.push(JSON.stringify(event)),
      queue: "pairing",
      remember: false,
    })
    expect(second.fingerprint).toBe(first.fingerprint)
    expect(lines.length).toBeGreaterThan(first.events.length / 2)
    expect(simulate(plan(busy, "8"), { run: "a" }).fingerprint).not.toBe(first.fingerprint)
  })

  test("gives the same storm without the Boss, once what he drew is written down", () => {
    const given = plan(busy, "7")
    const first = simulate(given, { run: "a" })
    expect(first.timeline.length).toBeGreaterThan(2)
    const explicit = explicitPlan(given, first)
    const second = simulate(explicit, { run: "a" })
    const harms = (run: typeof first) =>
      run.events.flatMap((event) => (event.type === "process" && event.what === "fired" ? [`${event.t} ${event.subject}`] : []))
    expect(harms(second)).toEqual(harms(first))
    expect(checkScenario(scenarioOf(explicit))).toMatchObject({ ok: true })
  })
})

test("the document has the shape of a real run's, and what only virtual time can tell", () => {
  const given = plan(busy, "7")
  const document = documentOf(given, simulate(given, { run: "r" }), { run: "r", dir: null, scenario: "busy.yaml", wallMs: 10 })
  expect(document).toMatchObject({
    run: "r",
    seed: "7",
    verdict: "passed",
    expected: "passed",
    asExpected: true,
    exitCode: 0,
    sauronUrl: null,
  })
  expect(document.fingerprint).toMatch(/^[0-9a-f]{32}$/)
  expect(document.virtualMs).toBeGreaterThan(20_000)
  expect(document.events).toBeGreaterThan(100)
  expect(new Set(document.nodes.filter(({ kind }) => kind === "bigload").map(({ head }) => head)).size).toBe(1)
  expect(document.nodes.map(({ name }) => name)).toEqual(["bigload-1", "bigload-2", "bigload-3", "bigload-4", "shit-1"])
  expect(document.faults.find(({ kind }) => kind === "fire")).toMatchObject({ receipt: { processes: 1 } })
  expect(document.totals).toMatchObject({ transfers: expect.any(Number), requests: expect.any(Number) })
})

test("what breaks a promise that the scenario expects to be kept is exit code 1; what it expects to be broken, 0", () => {
  const cut: Partial<Scenario> = {
    storm: "30s",
    nodes: { bigloads: 4 },
    network: { blockInterval: "500ms", confirmations: 1 },
    workload: { transfers: { every: "1s" } },
    faults: [
      {
        at: "5s",
        for: "20s",
        cut: [
          ["b1", "b2"],
          ["b3", "b4"],
        ],
      },
    ],
  }
  const codeOf = (scenario: Partial<Scenario>) => {
    const given = plan(scenario)
    return documentOf(given, simulate(given, { run: "r" }), { run: "r", dir: null, scenario: "s", wallMs: 1 }).exitCode
  }
  expect(codeOf(cut)).toBe(1)
  expect(codeOf({ ...cut, expect: "violated", violates: "no-deep-reorg" })).toBe(0)
  expect(codeOf({ ...cut, expect: "violated", violates: "chain-valid" })).toBe(1)
  expect(codeOf({ ...cut, checks: ["chain-valid", "fork-happened"], faults: [] })).toBe(3)
})

test("a newcomer whom the timeline hires takes part, and is judged", () => {
  const { judgement, parties, finals } = simulate(
    plan({ storm: "10s", workload: { transfers: { every: "500ms" } }, faults: [{ at: "2s", hire: { newcomers: 2 } }] }),
    { run: "r" },
  )
  expect(judgement.verdict).toBe("passed")
  expect(parties.map(({ name }) => name).sort()).toEqual(["bigload-1", "bigload-2", "bigload-3", "bigload-4", "bigload-5"])
  expect(new Set(finals.map(({ head }) => head)).size).toBe(1)
})

describe("during a turn", () => {
  const meddling = (meddle: () => void) => (name: string, program: Program) => {
    const step: Program["step"] = (input, out) => {
      meddle()
      program.step(input, out)
    }
    return name === "bigload-2" ? { step } : program
  }

  test.each([
    ["Date.now", () => Date.now()],
    ["new Date()", () => new Date()],
    ["Math.random", () => Math.random()],
    ["setTimeout", () => setTimeout(() => undefined, 1)],
    ["performance.now", () => performance.now()],
    ["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(1))],
    ["fetch", () => void fetch("http://127.0.0.1:1")],
  ])("%s is out of reach, and the run says whose turn it was", (words, meddle) => {
    const { finding, judgement } = simulate(plan({}), { run: "r", stand: meddling(meddle) })
    expect(finding).toMatchObject({ what: "program-broken", node: "bigload-2", because: expect.stringContaining(words.replace("()", "")) })
    expect(judgement).toMatchObject({ verdict: "violated", detail: expect.stringContaining("bigload-2") })
  })

  test("and afterwards everything is where it was", () => {
    const before = [Date.now, Math.random, setTimeout, fetch]
    {
      using guard = openGuard()
      expect(() => guard.around(() => void Math.random())).toThrow("Math.random")
      expect(Math.random()).toBeLessThan(1)
    }
    expect([Date.now, Math.random, setTimeout, fetch]).toEqual(before)
    expect(new Date()).toBeInstanceOf(Date)
  })
})

test("links: later rules win, knob by knob", () => {
  const table = linkTable(
    {
      asTheyAre: false,
      latencyUs: 1_000,
      jitterUs: 0,
      lossPercent: 0,
      bytesPerSecond: undefined,
      rules: [
        { from: ["a", "b"], to: ["c"], latencyUs: 9_000, lossPercent: 5 },
        { from: ["a"], to: ["c", "d"], latencyUs: 4_000 },
      ],
    },
    ["a", "b", "c", "d"],
  )
  expect(linkOptionsOf(table, "a", "c")).toMatchObject({ latencyUs: 4_000, lossPerMille: 50 })
  expect(linkOptionsOf(table, "b", "c")).toMatchObject({ latencyUs: 9_000, lossPerMille: 50 })
  expect(linkOptionsOf(table, "a", "d")).toMatchObject({ latencyUs: 4_000, lossPerMille: 0 })
  expect(linkOptionsOf(table, "c", "a")).toMatchObject({ latencyUs: 1_000, lossPerMille: 0 })
})

test("seeds count on from a number, and number other words", () => {
  expect([0, 1, 2].map((at) => seedAt("7", at))).toEqual(["7", "8", "9"])
  expect([0, 1, 2].map((at) => seedAt("storm", at))).toEqual(["storm", "storm-2", "storm-3"])
})

test("two lines of a journal are compared part by part", () => {
  const then = { t: 1, fact: { note: "head-moved", height: 3, path: [1, 2] } }
  expect(differences(then, { t: 1, fact: { note: "head-moved", height: 4, path: [1] }, seq: 9 })).toEqual([
    { at: "fact.height", was: 3, is: 4 },
    { at: "fact.path.1", was: 2, is: undefined },
    { at: "seq", was: undefined, is: 9 },
  ])
  expect(differences(then, then)).toEqual([])
  expect(differences(then, undefined)).toMatchObject([{ at: "(the whole line)" }])
})

test("an honest program can be stood in for, and is itself otherwise", () => {
  const seen: string[] = []
  simulate(plan({ nodes: { bigloads: 2, shits: 1 } }), {
    run: "r",
    stand: (name, program) => {
      seen.push(name)
      expect(program).toBeInstanceOf(BigLoad)
      return program
    },
  })
  expect([...new Set(seen)].sort()).toEqual(["bigload-1", "bigload-2"])
})

test("a fault that waits for what never comes makes the run inconclusive, whatever is checked", () => {
  const waits = { when: { node: "b1", notes: "head-moved", where: { height: 1_000 } }, for: "1s", fire: "b1" }
  const { judgement, receipts } = simulate(
    plan({ workload: { transfers: { every: "500ms" } }, faults: [waits], checks: ["chain-valid"] }),
    { run: "never" },
  )
  expect(receipts).toEqual([])
  expect(judgement).toMatchObject({
    verdict: "inconclusive",
    detail: expect.stringContaining("1 of 1 planned fault never began, the first fire of b1"),
  })
})

describe("the calm", () => {
  /** Twice as many transfers as blocks: what is left to mine takes nearly all of the calm, with these seeds to a tie in its last moments. */
  const hasty: Partial<Scenario> = {
    storm: "30s",
    nodes: { bigloads: 5 },
    links: { latency: "20ms", jitter: "10ms" },
    workload: { transfers: { every: "500ms" } },
    faults: [
      { at: "8s", for: "8s", cut: [["b1", "b2"], "b3..b5"] },
      { at: "20s", for: "3s", fire: "any", disk: "wiped" },
    ],
    network: { confirmations: 20 },
    checks: ["agreement", "propagation"],
  }

  test.each(["90", "176", "236", "402", "456", "471"])("does not end in the middle of a tie (seed %s)", (seed) => {
    const { calmUs, judgement } = simulate(plan(hasty, seed), { run: "tie" })
    expect(judgement).toMatchObject({ verdict: "passed" })
    expect(calmUs).toBeGreaterThan(25_000_000)
  })

  test("ends all the same where nobody will ever agree", () => {
    const stubborn = (name: string, program: Program): Program => (name === "bigload-1" ? deafTo(program) : program)
    const { calmUs, judgement } = simulate(plan({ calm: "5s", workload: hasty.workload, checks: ["agreement"] }, "1"), {
      run: "deaf",
      stand: stubborn,
    })
    expect(judgement).toMatchObject({ verdict: "violated" })
    expect(calmUs).toBeLessThan(60_000_000)
  })
})

/** Hears of nobody else's block. */
function deafTo(program: Program): Program {
  return { step: (input, out) => void (isBlock(input) || program.step(input, out)) }
}

const isBlock = (input: Parameters<Program["step"]>[0]): boolean => input.kind === "request" && input.request.kind === "submit"
