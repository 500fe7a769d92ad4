/**
 * (h) The simulator: events a second of its kernel, of gossips and of full BigLoads; virtual time against real time; memory. Processor time of this process
 * counts, not the clock on the wall, because a laptop has other things to do. Runs alone too: `node packages/watercooler/bench/simulator.ts`.
 */
import { execFileSync } from "node:child_process"
import { pathToFileURL } from "node:url"
import { checkScenario, planScenario } from "../src/scenario/index.ts"
import { type Simulated, simulate } from "../src/simulation/simulate.ts"
import { describeRow, type Row } from "./report.ts"
import { bigloads, gossips, runEmptyKernel } from "./simulator-networks.ts"

const SECOND = 1_000_000
const KERNEL_EVENTS = 4_000_000
const GOSSIP_EVENTS = 1_500_000

export async function benchSimulator(): Promise<Row[]> {
  return [...kernelRows(), ...gossipRows(), ...bigloadRows(), judgedRow(), memoryRow()]
}

/** Seconds of processor time, collecting garbage included. */
function secondsOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / SECOND
}

function row(what: string, value: number, unit: string, goal?: Row["goal"]): Row {
  return { bench: "h", what, value, unit, ...(goal === undefined ? {} : { goal }) }
}

function kernelRows(): Row[] {
  return (["heap", "pairing"] as const).map((queue) => {
    runEmptyKernel(queue, 1_000, 500_000)
    const seconds = secondsOf(() => runEmptyKernel(queue, 1_000, KERNEL_EVENTS))
    return row(`kernel, empty handlers, 1,000 events in flight, ${queue}`, KERNEL_EVENTS / seconds, "events/s", { atLeast: 2_000_000 })
  })
}

/** Degree 8, latency and loss faults on half of the links, a cut, the fingerprint on; as many rumours a second in all, whatever the size. */
function gossipRows(): Row[] {
  const rows: Row[] = []
  const costs: { inFlight: number; us: number }[] = []
  for (const nodes of [10, 100, 1_000, 5_000]) {
    const network = gossips(nodes, 8, nodes * 50_000)
    network.run(SECOND)
    const { events } = network.stats
    const seconds = secondsOf(() => {
      while (network.stats.events < events + GOSSIP_EVENTS && network.finding === undefined) network.run(SECOND / 20)
    })
    const done = network.stats.events - events
    costs.push({ inFlight: network.stats.waiting, us: (seconds * SECOND) / done })
    const goal = nodes <= 1_000 ? ({ atLeast: 300_000 } as const) : undefined
    rows.push(row(`gossip of ${nodes} nodes with link faults, ${network.stats.waiting} events in flight`, done / seconds, "events/s", goal))
  }
  const [least, most] = [costs[0], costs.at(-1)] as [(typeof costs)[number], (typeof costs)[number]]
  const growth = most.us / least.us / (Math.log(most.inFlight) / Math.log(least.inFlight))
  return [...rows, row("cost of an event, 5,000 nodes against 10, over log of the events in flight", growth, "×", { atMost: 1.25 })]
}

interface Office {
  readonly nodes: number
  readonly degree: number
  /** Each payment is a block. */
  readonly payEveryUs: number
  readonly blocks: number
  readonly times?: number
}

const OFFICES: readonly Office[] = [
  { nodes: 5, degree: 4, payEveryUs: 2 * SECOND, blocks: 300, times: 200 },
  { nodes: 1_000, degree: 3, payEveryUs: 5 * SECOND, blocks: 12, times: 20 },
  { nodes: 300, degree: 8, payEveryUs: SECOND, blocks: 1_000 },
  { nodes: 1_000, degree: 8, payEveryUs: 2 * SECOND, blocks: 300 },
]

/** Every block is validated by every node. */
function bigloadRows(): Row[] {
  return OFFICES.flatMap(({ nodes, degree, payEveryUs, blocks, times }) => {
    const network = bigloads(nodes, degree)
    const boot = secondsOf(() => network.simulation.run(20 * SECOND))
    const { events } = network.simulation.stats
    const forUs = blocks * payEveryUs
    const seconds = secondsOf(() => network.live(forUs, payEveryUs))
    const done = network.simulation.stats.events - events
    const height = Math.min(...network.heights())
    const what = `${nodes} BigLoads, degree ${degree}, a block every ${payEveryUs / SECOND} s, height ${height}`
    const goal = times === undefined ? undefined : { atLeast: times }
    return [
      row(`${what}: times real time (boot ${boot.toFixed(1)} s)`, forUs / SECOND / seconds, "×", goal),
      row(`${what}: events`, done / seconds, "events/s", degree === 8 ? { atLeast: 100_000 } : undefined),
    ]
  })
}

/** As `simulate` runs a scenario: with the office around the nodes, its calm, the final states of all and every check of the judge. */
function judgedRow(): Row {
  const read = checkScenario({
    claim: "Three hundred nodes of degree eight agree.",
    storm: "300s",
    network: { blockInterval: "200ms", confirmations: 12, minPeers: 8 },
    nodes: { bigloads: 300, options: { "b1..b20": { hashPower: 1_000 } } },
    links: { latency: "20ms", jitter: "10ms" },
    workload: { transfers: { every: "1s", from: "b1..b20", to: "all" } },
  })
  if (!read.ok) throw new Error("this scenario is no scenario")
  const { checked } = read
  let simulated: Simulated | undefined
  const seconds = secondsOf(() => {
    simulated = simulate(planScenario(checked, "bench"), { run: "bench" })
  })
  const { judgement, stats } = simulated as unknown as Simulated
  if (judgement.verdict !== "passed") throw new Error(`the network has not kept up: ${judgement.detail}`)
  const what = "300 BigLoads, degree 8, a transfer and a block every second, 300 s, calm and all checks of the judge"
  return row(what, stats.events / seconds, "events/s", { atLeast: 100_000 })
}

/** In a process of its own, so that nobody else's garbage is counted. */
function memoryRow(): Row {
  const megabytes = Number(execFileSync(process.execPath, [import.meta.filename, "memory"], { encoding: "utf8" }))
  return row("2,000 BigLoads, degree 3, ten blocks: memory of the process", megabytes, "MB", { atMost: 1_024 })
}

function measureMemory(): void {
  const network = bigloads(2_000, 3)
  network.simulation.run(20 * SECOND)
  network.live(20 * SECOND, 2 * SECOND)
  if (Math.min(...network.heights()) < 5) throw new Error("the network has not kept up")
  console.log(process.resourceUsage().maxRSS / 1_024)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv[2] === "memory") measureMemory()
  else for (const each of await benchSimulator()) console.log(describeRow(each))
}
