/** Prints the fingerprint of one storm over full BigLoads. Run in processes of their own, with and without flags of the engine. */
import { type Answer, BigLoad, bigload, crapcoinHttp, JOBS, planCrapcoin, type Request } from "@watercooler/bigload"
import { NodeCrypto } from "@watercooler/host"
import {
  exponentialWork,
  type QueueKind,
  RememberingCrypto,
  Simulation,
  type SimulationOptions,
  WALL_EPOCH_US,
} from "@watercooler/simulator"

const SECOND = 1_000_000
const NODES = 6

/** Half a minute of payments under link, process, disk and clock faults. */
export function stormOf(
  options: Partial<SimulationOptions<Request, Answer>> & { readonly remembers?: boolean },
): Simulation<Request, Answer> {
  const crypto = options.remembers === false ? new NodeCrypto() : new RememberingCrypto(new NodeCrypto())
  const people = [...Array(NODES).keys()].map((i) => ({
    name: `bigload-${i + 1}`,
    kind: "bigload",
    endpoint: `http://127.0.0.1:${8_001 + i}`,
  }))
  const bootNodes = [people[0]?.endpoint as string]
  const timestamp = WALL_EPOCH_US / 1_000 - 1_000
  const plan = planCrapcoin(crypto, { seed: "storm", parties: people, difficulty: 4, timestamp, bootNodes, minPeers: 3 })
  const names = people.map(({ name }) => name)
  const simulation = new Simulation<Request, Answer>({
    seed: "storm",
    crypto,
    links: { otherwise: { latencyUs: 20_000, latencyUsJitter: 15_000, lossPerMille: 10 } },
    work: exponentialWork(SECOND),
    parties: people.map((party) => ({
      name: party.name,
      endpoint: party.endpoint,
      codec: crapcoinHttp,
      jobs: JOBS,
      create: () => {
        const config = bigload.parseConfig(plan.settingsOf(party))
        if (!config.ok) throw new Error(config.because)
        return new BigLoad(config.value, crypto)
      },
    })),
    faults: [
      { id: "cut", atUs: 8 * SECOND, forUs: 6 * SECOND, fault: { kind: "cut", from: names.slice(0, 2), to: names.slice(2), both: true } },
      { id: "fire", atUs: 10 * SECOND, forUs: 3 * SECOND, fault: { kind: "fire", node: "bigload-4" } },
      { id: "pause", atUs: 12 * SECOND, forUs: 2 * SECOND, fault: { kind: "pause", node: "bigload-5" } },
      { id: "lie", atUs: 5 * SECOND, forUs: 8 * SECOND, fault: { kind: "disk-lying", node: "bigload-6" } },
      { id: "drift", atUs: 0, fault: { kind: "drift", node: "bigload-2", ppm: 20_000 } },
      { id: "corrupt", atUs: 0, fault: { kind: "corrupt", from: ["bigload-3"], to: names, percent: 2 } },
      {
        id: "reorg",
        when: { note: "head-moved", count: 5 },
        afterUs: 1_000,
        forUs: SECOND,
        fault: { kind: "slow", node: "bigload-1", factor: 50 },
      },
    ],
    ...options,
  })
  for (let i = 0; i < 30; i++) {
    const [from, to] = [people[i % NODES], people[(i * 5 + 1) % NODES]] as [(typeof people)[number], (typeof people)[number]]
    if (simulation.program(from.name) !== undefined)
      simulation.request(from.name, { kind: "transfer", to: plan.keyOf(to), amount: 1 + (i % 7) })
    simulation.run(SECOND)
  }
  simulation.healAll()
  return simulation
}

if (process.argv[1] === import.meta.filename) {
  const simulation = stormOf({ queue: (process.argv[2] ?? "heap") as QueueKind })
  if (simulation.finding !== undefined) throw new Error(simulation.finding.because)
  console.log(simulation.fingerprint)
}
