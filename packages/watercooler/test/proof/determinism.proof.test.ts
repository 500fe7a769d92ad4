/**
 * Nothing but its plan decides a simulated run of full nodes: not the process, nor the engine's flags, nor how events are queued, signatures remembered or messages
 * handed over, nor who else is simulated in the same thread, nor a fault that touches nothing.
 */
import type { TimelineFault } from "@watercooler/boss/faults"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { ScenarioPlan } from "../../src/scenario/index.ts"
import type { SimulateOptions } from "../../src/simulation/simulate.ts"
import { Stage } from "../../src/simulation/stage.ts"
import { openPrinter, type Printer } from "./fresh-process.ts"
import { seeds } from "./samples.ts"
import { planShipped, run, shipped } from "./shipped.ts"

/** These take seconds or more. */
const LONG = ["one-thousand-nodes", "selfish-miner-30", "selfish-miner-60"]
const scenarios = shipped.filter((name) => !LONG.includes(name))
/** One after the other through all scenarios; the beginning of the whole is the sample. */
const pairs = (sample: number, whole: number, from = 0) =>
  seeds(sample, whole).map((seed) => `${scenarios[(from + seed * 7) % scenarios.length]}:${seed}`)

const planOf = (pair: string): ScenarioPlan => planShipped(...(pair.split(":") as [string, string]))
const inProcess = (pair: string, options: Partial<SimulateOptions> = {}): string => run(planOf(pair), options).fingerprint

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer[Symbol.dispose]())

/** One process for each seed, two at a time. */
async function oneByOne(words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const left = [...words]
  const found = new Map<string, string>()
  const work = async (): Promise<void> => {
    for (let pair = left.shift(); pair !== undefined; pair = left.shift()) found.set(pair, (await printer.print([planOf(pair)])).join())
  }
  await Promise.all([work(), work()])
  return found
}

describe("the same fingerprint comes from", () => {
  const fresh = pairs(3, 200)
  test(`${fresh.length} seeds, each twice in fresh processes`, { timeout: 1_200_000 }, async () => {
    const once = await oneByOne(fresh)
    expect(new Set(once.values()).size).toBe(fresh.length)
    for (const fingerprint of once.values()) expect(fingerprint).toMatch(/^[0-9a-f]{32}$/)
    expect(await oneByOne(fresh)).toEqual(once)
  })

  const few = pairs(2, 40, 2)
  const plain = new Map(few.map((pair) => [pair, inProcess(pair)]))
  test.each<[string, Partial<SimulateOptions>]>([
    ["the other event queue", { queue: "pairing" }],
    ["every signature checked anew", { remember: false }],
    ["every message written as JSON and read back", { serialise: true }],
    ["every line of the journal heard", { listener: () => undefined }],
  ])("%s", { timeout: 600_000 }, (_name, options) => {
    for (const [pair, fingerprint] of plain) expect(inProcess(pair, options), pair).toBe(fingerprint)
  })

  test("a thread in which another network is simulated, a little after every line", { timeout: 600_000 }, () => {
    for (const [pair, fingerprint] of plain) {
      const other = new Stage(planShipped("eclipse", "another"), { run: "other" })
      let lines = 0
      const listener = (): void => {
        if (++lines % 20 === 0) other.net.run(10_000)
      }
      expect(inProcess(pair, { listener }), pair).toBe(fingerprint)
      expect(other.net.stats.events, pair).toBeGreaterThan(100)
    }
  })

  test.each([["--random-seed=42"], ["--hash-seed=7"], ["--jitless"], ["--max-semi-space-size=1"]])(
    "a process with %s",
    { timeout: 1_200_000 },
    async (flag) => {
      // Without its compiler the engine needs ten times as long.
      const some = [...plain.keys()].slice(0, flag === "--jitless" ? Math.ceil(plain.size / 4) : plain.size)
      expect(await printer.print(some.map(planOf), [flag])).toEqual(some.map((pair) => plain.get(pair)))
    },
  )

  test("a plan with faults that touch nothing", { timeout: 600_000 }, () => {
    for (const [pair, fingerprint] of plain) {
      const plan = planOf(pair)
      const names = plan.nodes.map(({ name }) => name)
      const [one, two] = [names[0] as string, names[1] as string]
      const nothing: readonly TimelineFault[] = [
        { id: "nothing-1", atUs: 1_000_000, forUs: 5_000_000, fault: { kind: "drop", from: names, to: names, percent: 0 } },
        { id: "nothing-2", atUs: 1_000_000, fault: { kind: "latency", from: names, to: names, us: 0, jitterUs: 0 } },
        {
          id: "nothing-3",
          atUs: 2_000_000,
          forUs: 1_000_000,
          fault: { kind: "corrupt", from: [one], to: [two], percent: 100, route: "/none" },
        },
        { id: "nothing-4", when: { note: "never-noted" }, afterUs: 0, fault: { kind: "fire", node: one } },
      ]
      expect(run({ ...plan, faults: [...nothing, ...plan.faults] }).fingerprint, pair).toBe(fingerprint)
    }
  })
})

describe("another fingerprint comes from", () => {
  const pair = "fork-and-heal:1"
  const { faults } = planOf(pair)

  test("another seed", () => expect(inProcess("fork-and-heal:2")).not.toBe(inProcess(pair)))
  test("a fault that is left out", () => {
    expect(faults.length).toBeGreaterThan(0)
    expect(run({ ...planOf(pair), faults: [] }).fingerprint).not.toBe(inProcess(pair))
  })
})
