/** Turns a scenario into a plan. What is wrong is objected to on the way; planning goes on, so that all of it is found at once. */
import type { Scenario } from "../schema/scenario.ts"
import { microsOf } from "../words.ts"
import { planBoss } from "./boss.ts"
import { planChecks, planExpectation } from "./checks.ts"
import { planLinks } from "./links.ts"
import { MIN_PEERS, planNodes } from "./nodes.ts"
import type { Objections } from "./objections.ts"
import type { PlannedNetwork, ScenarioPlan } from "./plan.ts"
import { Roster } from "./roster.ts"
import { planTimeline, readEntries } from "./timeline.ts"
import { planWorkload } from "./workload.ts"

export const SEED = "1"
const BLOCK_INTERVAL_US = 1_000_000
const CALM_US_MAX = 30_000_000
const STORM_US_MIN = 1_000_000
const STORM_US_MAX = 24 * 3_600_000_000

export function compile(scenario: Scenario, seed: string, objections: Objections): ScenarioPlan {
  const { nodes, claim, storm, calm } = scenario
  const stormUs = microsOf(storm)
  if (stormUs < STORM_US_MIN || stormUs > STORM_US_MAX)
    objections.add(["storm"], `a storm of ${storm}`, "a second or more, a day at most", "storm: 30s")
  const counts = { bigload: nodes.bigloads ?? 0, bigcrap: nodes.bigcraps ?? 0, wall: nodes.walls ?? 0, shit: nodes.shits ?? 0 }
  const entries = readEntries(scenario.faults ?? [], counts, seed, stormUs, objections)
  const roster = new Roster(
    nodes,
    entries.flatMap(({ newcomers }) => newcomers.flat()),
  )
  for (const [name, words] of Object.entries(scenario.groups ?? {})) roster.group(name, words, ["groups", name], objections)
  const checks = planChecks(scenario, objections)
  const timeline = planTimeline(entries, roster, seed, stormUs, objections)
  return {
    claim,
    seed,
    stormUs,
    calmUsMax: calm === undefined ? CALM_US_MAX : microsOf(calm),
    network: planRules(scenario),
    tracker: roster.hasTracker,
    nodes: planNodes(scenario, roster, seed, objections),
    links: planLinks(scenario, roster, objections),
    workload: planWorkload(scenario, roster, objections),
    faults: timeline.faults,
    boss: planBoss(scenario, objections),
    checks,
    expect: planExpectation(scenario, checks, objections),
    leftOut: timeline.leftOut,
  }
}

function planRules({ network = {} }: Scenario): PlannedNetwork {
  return {
    blockIntervalUs: network.blockInterval === undefined ? BLOCK_INTERVAL_US : microsOf(network.blockInterval),
    difficultyBits: network.difficulty,
    confirmations: network.confirmations ?? 6,
    subsidy: network.subsidy ?? 1,
    money: network.money ?? 1_000,
    minPeers: network.minPeers ?? MIN_PEERS,
  }
}
