/** What was observed of a real run, as a plan for the simulator. */
import { checks as knownChecks } from "@watercooler/judge"
import type { OfficeOptions } from "../input/options.ts"
import type { PlannedNetwork, PlannedNode, PlannedWorkload, ScenarioPlan } from "../scenario/index.ts"
import { joinsBy } from "../scenario/plan/joining.ts"
import { LATENCY_US } from "../scenario/plan/links.ts"
import { MIN_PEERS } from "../scenario/plan/nodes.ts"
import { scenarioNames } from "./names.ts"
import type { Observed } from "./observed.ts"
import type { RealRun } from "./real-run.ts"

/** More transfers than these are no list that anybody reads: they become people who pay at random, as often. */
const PAYMENTS_MAX = 500
const MS = 1_000
const STORM_US_MIN = 1_000_000
/** Only a bound: the calm ends as soon as they agree. */
const CALM_US_MAX = 120_000_000
/** Where no block was found that would tell. */
const BLOCK_INTERVAL_US = 1_000_000
const BLOCK_INTERVAL_US_MIN = 1_000

export interface ImportedPlan {
  readonly plan: ScenarioPlan
  /** Faults and transfers that have no place in a scenario. */
  readonly leftOut: { readonly faults: number; readonly transfers: number }
}

export function planOf({ run, options }: RealRun, observed: Observed): ImportedPlan {
  const { first, happened, parties, storm, delays } = observed
  const names = scenarioNames(parties)
  const stormUs = Math.max(STORM_US_MIN, Math.ceil((storm.ended - storm.began) / MS) * MS)
  const { faults, leftOut } = happened.timeline(parties, first, names, storm.began, stormUs)
  const { workload, strangers } = workloadOf(observed, names, stormUs)
  const checks = observed.checks.filter((name) => knownChecks.some((known) => known.name === name))
  const plan: ScenarioPlan = {
    claim: `What happened in run ${run} breaks none of the network's promises.`,
    seed: options.seed,
    stormUs,
    calmUsMax: options.scenario?.calmUsMax ?? CALM_US_MAX,
    network: networkOf(observed, options),
    tracker: options.sauron,
    nodes: nodesOf(observed, names, options),
    links: {
      asTheyAre: false,
      latencyUs: delays === undefined ? LATENCY_US : Math.max(0, delays.medianUs - Math.floor(delays.spreadUs / 2)),
      jitterUs: delays?.spreadUs ?? 0,
      lossPercent: 0,
      bytesPerSecond: undefined,
      rules: [],
    },
    workload,
    faults,
    boss: undefined,
    checks: checks.length === 0 ? undefined : checks,
    expect: { verdict: "passed", violates: undefined },
    leftOut: [],
  }
  return { plan, leftOut: { faults: leftOut, transfers: strangers } }
}

function networkOf({ first, mined, rules }: Observed, { scenario, difficultyBits }: OfficeOptions): PlannedNetwork {
  const { subsidy, allocations } = rules.genesis as {
    readonly subsidy: number
    readonly allocations: readonly { readonly amount: number }[]
  }
  const miners = first.filter(({ kind }) => kind !== "wall").length
  return {
    // Each of them needs so many times as long as all of them together.
    blockIntervalUs: mined === undefined ? BLOCK_INTERVAL_US : Math.max(BLOCK_INTERVAL_US_MIN, Math.round(mined.eachUs / miners / MS) * MS),
    difficultyBits,
    confirmations: (rules.k as number | undefined) ?? 6,
    subsidy,
    money: allocations[0]?.amount ?? 1_000,
    minPeers: scenario?.network.minPeers ?? MIN_PEERS,
  }
}

function nodesOf({ first }: Observed, names: ReadonlyMap<string, string>, { sauron, scenario }: OfficeOptions): readonly PlannedNode[] {
  return first.map(({ name, kind, honest, misdeeds }) => {
    const planned = scenario?.nodes.find((node) => node.name === name)
    return {
      name: names.get(name) as string,
      kind: kind as PlannedNode["kind"],
      honest,
      misdeeds,
      hashPower: 1,
      clock: { skewUs: 0, driftPpm: 0 },
      boot: planned?.boot ?? joinsBy({ name, kind }, first, sauron).map((each) => names.get(each) as string),
      minPeers: planned?.minPeers ?? scenario?.network.minPeers ?? MIN_PEERS,
    }
  })
}

/** Every transfer that a node promised, when it did; or, of many, only how often somebody paid. */
function workloadOf(
  { first, parties, payments, storm }: Observed,
  names: ReadonlyMap<string, string>,
  stormUs: number,
): { readonly workload: PlannedWorkload; readonly strangers: number } {
  const nameOf = new Map(parties.filter(({ key }) => key !== "").map(({ key, name }) => [key, names.get(name) as string]))
  const known = payments.filter(({ to }) => nameOf.has(to))
  const strangers = payments.length - known.length
  if (known.length > PAYMENTS_MAX) {
    // Who came later is not there yet when the paying begins.
    const amongFirst = (those: ReadonlySet<string>) => first.flatMap(({ name }) => (those.has(name) ? [names.get(name) as string] : []))
    const from = amongFirst(new Set(known.map((payment) => payment.from)))
    const paid = new Set(known.map((payment) => payment.to))
    const to = amongFirst(new Set(parties.filter(({ key }) => paid.has(key)).map(({ name }) => name)))
    const everyUs = Math.max(MS, Math.round(stormUs / known.length / MS) * MS)
    return { workload: { transfers: { everyUs, from, to, amount: undefined }, payments: [] }, strangers }
  }
  const atUs = (t: number) => Math.min(Math.floor((t - storm.began) / MS) * MS, stormUs - MS)
  const listed = known.map(({ t, from, to, amount }) => ({
    atUs: atUs(t),
    from: names.get(from) as string,
    to: nameOf.get(to) as string,
    amount,
  }))
  return { workload: { transfers: undefined, payments: listed }, strangers }
}
