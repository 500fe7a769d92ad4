/** A plan as a scenario again: every draw has become an entry of its own, with a time and a name. What shrinking works on. */
import { type AnyFault, budgetFor, isLinkFault, type Trigger } from "@watercooler/boss/faults"
import { joinsBy } from "../plan/joining.ts"
import type { Budget, LinkRule, PlannedFault, PlannedLinks, PlannedNode, ScenarioPlan } from "../plan/plan.ts"
import { Roster } from "../plan/roster.ts"
import { ROUTES } from "../plan/routes.ts"
import type { FaultEntry } from "../schema/faults.ts"
import type { BossWords, NodeOptions, Scenario } from "../schema/scenario.ts"
import { durationOf, rateWords, spanWords } from "../words.ts"

type Links = NonNullable<Scenario["links"]>

/** Checked and planned with the plan's seed, it is the same plan. */
export function scenarioOf(plan: ScenarioPlan): Scenario {
  const { network, workload, expect } = plan
  const newcomers = plan.faults.flatMap(({ fault }) =>
    fault.kind === "hire" && fault.newcomer !== undefined ? [{ name: fault.node, kind: fault.newcomer.party ?? ("bigload" as const) }] : [],
  )
  const roster = new Roster(countsOf(plan.nodes), newcomers)
  const boss = plan.boss === undefined ? undefined : bossWords(plan.boss, plan)
  return {
    claim: plan.claim,
    seed: plan.seed,
    storm: durationOf(plan.stormUs),
    calm: durationOf(plan.calmUsMax),
    network: {
      blockInterval: durationOf(network.blockIntervalUs),
      ...(network.difficultyBits === undefined ? {} : { difficulty: network.difficultyBits }),
      confirmations: network.confirmations,
      subsidy: network.subsidy,
      money: network.money,
      minPeers: network.minPeers,
    },
    nodes: { ...countsOf(plan.nodes), ...(plan.tracker ? {} : { tracker: false }), ...optionsOf(plan) },
    ...(plan.links.asTheyAre ? {} : { links: linkWords(plan.links, roster) }),
    ...workloadWords(workload, roster),
    ...(plan.faults.length === 0 ? {} : { faults: plan.faults.map((planned) => entryOf(planned, roster)) }),
    ...(boss === undefined ? {} : { boss }),
    ...(plan.checks === undefined ? {} : { checks: [...plan.checks] }),
    expect: expect.verdict,
    ...(expect.violates === undefined ? {} : { violates: expect.violates }),
  }
}

/** One planned fault as an entry of a timeline. */
export function entryOf(planned: PlannedFault, roster: Roster): FaultEntry {
  const lasting = planned.forUs === undefined ? {} : { for: durationOf(planned.forUs) }
  return { id: planned.id, ...momentWords(planned), ...lasting, ...faultWords(planned.fault, roster) }
}

function momentWords(planned: PlannedFault): Partial<FaultEntry> {
  if ("atUs" in planned) return { at: durationOf(planned.atUs) }
  return {
    when: triggerWords(planned.when),
    ...(planned.afterUs === 0 ? {} : { after: durationOf(planned.afterUs) }),
  }
}

function triggerWords(trigger: Trigger): NonNullable<FaultEntry["when"]> {
  if ("sends" in trigger) return { ...trigger, sends: routeWords(trigger.sends) }
  const { note, where, ...rest } = trigger
  const facts = where as Record<string, string | number | boolean> | undefined
  return { ...rest, notes: note, ...(facts === undefined ? {} : { where: { ...facts } }) }
}

function faultWords(fault: AnyFault, roster: Roster): Partial<FaultEntry> {
  if (isLinkFault(fault)) return linkFaultWords(fault, roster)
  switch (fault.kind) {
    case "hire": {
      if (fault.newcomer === undefined) return { hire: fault.node, ...(fault.disk === "kept" ? {} : { disk: fault.disk }) }
      const { party, misdeeds, boot } = fault.newcomer
      return {
        hire: {
          newcomers: [fault.node],
          ...(party === undefined ? {} : { kind: party }),
          ...(misdeeds === undefined ? {} : { misdeeds: [...misdeeds] }),
          ...(boot === undefined ? {} : { boot }),
        },
      }
    }
    case "skew":
    case "jump":
      return { [fault.kind]: { node: fault.node, by: durationOf(fault.us) } }
    case "drift":
      return { drift: { node: fault.node, ppm: fault.ppm } }
    case "disk-slow":
      return { "disk-slow": { node: fault.node, by: durationOf(fault.us) } }
    case "slow":
      return { slow: { node: fault.node, factor: fault.factor } }
    default:
      return { [fault.kind]: fault.node }
  }
}

function linkFaultWords(fault: Extract<AnyFault, { from: readonly string[] }>, roster: Roster): Partial<FaultEntry> {
  const ends = { from: roster.wordsFor(fault.from), to: roster.wordsFor(fault.to), ...(fault.both === true ? { both: true } : {}) }
  switch (fault.kind) {
    case "latency":
      return {
        latency: {
          delay: durationOf(fault.us),
          ...(fault.jitterUs === 0 ? {} : { jitter: durationOf(fault.jitterUs) }),
          ...(fault.distribution === undefined ? {} : { distribution: fault.distribution }),
          ...ends,
        },
      }
    case "slow-close":
      return { "slow-close": { delay: durationOf(fault.us), ...ends } }
    case "bandwidth":
      return {
        bandwidth: {
          rate: rateWords(fault.bytesPerSecond),
          ...(fault.queueBytes === undefined ? {} : { queue: fault.queueBytes }),
          ...ends,
        },
      }
    case "drop":
    case "duplicate":
    case "reorder":
    case "corrupt": {
      const { percent, route, of, holding, first, us } = fault
      return {
        [fault.kind]: {
          percent,
          ...(route === undefined ? {} : { route: routeWords(route) }),
          ...(of === undefined ? {} : { of }),
          ...(holding === undefined ? {} : { holding }),
          ...(first === undefined ? {} : { first }),
          ...(us === undefined ? {} : { delay: durationOf(us) }),
          ...ends,
        },
      }
    }
    default:
      return { [fault.kind]: ends }
  }
}

function routeWords(path: string): string {
  const sharing = ROUTES.filter((route) => route.split(" ")[1] === path)
  return sharing.length === 1 ? (sharing[0] as string) : path
}

function countsOf(nodes: readonly PlannedNode[]): Scenario["nodes"] {
  const count = (kind: PlannedNode["kind"]) => nodes.filter((node) => node.kind === kind).length
  const counts = { bigloads: count("bigload"), bigcraps: count("bigcrap"), walls: count("wall"), shits: count("shit") }
  return Object.fromEntries(Object.entries(counts).filter(([, many]) => many > 0))
}

function optionsOf({ nodes, network, tracker }: ScenarioPlan): Pick<Scenario["nodes"], "options"> {
  const options = nodes.flatMap((node): [string, NodeOptions][] => {
    const { skewUs, driftPpm } = node.clock
    const byDefault = joinsBy(node, nodes, tracker)
    const clock = { ...(skewUs === 0 ? {} : { skew: durationOf(skewUs) }), ...(driftPpm === 0 ? {} : { drift: driftPpm }) }
    const words: NodeOptions = {
      ...(node.hashPower === 1 ? {} : { hashPower: node.hashPower }),
      ...(Object.keys(clock).length === 0 ? {} : { clock }),
      ...(node.boot.join() === byDefault.join() || node.boot.length === 0 ? {} : { boot: [...node.boot] }),
      ...(node.minPeers === network.minPeers ? {} : { minPeers: node.minPeers }),
      // Of a shit, `[]` is said too: left out, it would draw one from the seed.
      ...(node.kind === "shit" ? { misdeeds: [...node.misdeeds] } : {}),
    }
    return Object.keys(words).length === 0 ? [] : [[node.name, words]]
  })
  return options.length === 0 ? {} : { options: Object.fromEntries(options) }
}

function linkWords({ asTheyAre: _asTheyAre, rules, ...shape }: PlannedLinks, roster: Roster): Links {
  const between = rules.map(({ from, to, ...rule }) => ({ from: roster.wordsFor(from), to: roster.wordsFor(to), ...shapeWords(rule) }))
  return { ...shapeWords(shape), ...(between.length === 0 ? {} : { between }) }
}

function shapeWords({ latencyUs, jitterUs, lossPercent, bytesPerSecond }: Partial<Omit<LinkRule, "from" | "to">>): Omit<Links, "between"> {
  return {
    ...(latencyUs === undefined ? {} : { latency: durationOf(latencyUs) }),
    ...(jitterUs === undefined ? {} : { jitter: durationOf(jitterUs) }),
    ...(lossPercent === undefined ? {} : { loss: lossPercent }),
    ...(bytesPerSecond === undefined ? {} : { bandwidth: rateWords(bytesPerSecond) }),
  }
}

function workloadWords({ transfers, payments }: ScenarioPlan["workload"], roster: Roster): Pick<Scenario, "workload"> {
  if (transfers === undefined && payments.length === 0) return {}
  const { everyUs = 0, from = [], to = [], amount } = transfers ?? {}
  const random = {
    every: durationOf(everyUs),
    from: roster.wordsFor(from),
    to: roster.wordsFor(to),
    ...(amount === undefined ? {} : { amount: amount.min === amount.max ? amount.min : `${amount.min}..${amount.max}` }),
  }
  const pay = payments.map(({ atUs, ...payment }) => ({ at: durationOf(atUs), ...payment }))
  return { workload: { ...(transfers === undefined ? {} : { transfers: random }), ...(pay.length === 0 ? {} : { pay }) } }
}

/** Everything is said, so that nothing depends on what is the default for so many nodes. */
function bossWords(budget: Budget, { nodes, stormUs }: ScenarioPlan): Scenario["boss"] {
  const honest = nodes.filter((node) => node.honest).length
  if (JSON.stringify(budget) === JSON.stringify(budgetFor(honest, stormUs / 1_000))) return true
  const { newcomer = 0, ...harms } = budget.weights
  const span = (min: number, max: number) => spanWords({ min: min * 1_000, max: max * 1_000 })
  const words: BossWords = {
    harms,
    disks: { ...budget.disks },
    alive: budget.aliveMin,
    away: budget.awayMax,
    first: span(budget.firstMsMin, budget.firstMsMax),
    coolDown: span(budget.coolDownMs, budget.coolDownMsMax),
    absence: span(budget.awayMsMin, budget.awayMsMax),
    quiet: durationOf(budget.quietMs * 1_000),
    ...(budget.shitsToo ? { shits: true } : {}),
    ...(newcomer > 0 ? { newcomers: budget.hiresMax } : {}),
  }
  return words
}
