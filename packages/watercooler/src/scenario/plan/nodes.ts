/** Who takes part, and what is special about each. */

import { catalogue } from "@watercooler/shit-node"
import { assignMisdeeds } from "../../office/assignment.ts"
import { NODES_MAX, type NodeOptions, type Scenario } from "../schema/scenario.ts"
import { microsOf, percentOf } from "../words.ts"
import { joinsBy } from "./joining.ts"
import { checkMisdeeds } from "./misdeeds.ts"
import type { Objections } from "./objections.ts"
import type { PlannedNode } from "./plan.ts"
import type { Roster } from "./roster.ts"

export const MIN_PEERS = 3

export function planNodes(scenario: Scenario, roster: Roster, seed: string, objections: Objections): readonly PlannedNode[] {
  checkCounts(scenario, roster, objections)
  checkMisdeeds(scenario.nodes.misdeeds ?? [], ["nodes", "misdeeds"], objections)
  const options = optionsByName(scenario, roster, objections)
  const shits = roster.members.filter(({ kind }) => kind === "shit").map(({ name }) => name)
  const misdeeds = assignMisdeeds(shits, scenario.nodes.misdeeds, catalogue, seed)
  const powers = hashPowers(roster, options, objections)
  const minPeers = scenario.network?.minPeers ?? MIN_PEERS
  return roster.members.map(({ name, kind }) => {
    const special = options.get(name)
    return {
      name,
      kind,
      honest: kind !== "shit",
      misdeeds: kind === "shit" ? (special?.misdeeds ?? misdeeds.get(name) ?? []) : [],
      hashPower: powers.get(name) ?? 1,
      clock: { skewUs: microsOf(special?.clock?.skew ?? "0s"), driftPpm: special?.clock?.drift ?? 0 },
      boot: special?.bootNames ?? joinsBy({ name, kind }, roster.members, roster.hasTracker),
      minPeers: special?.minPeers ?? minPeers,
    }
  })
}

type Special = NodeOptions & { readonly bootNames?: readonly string[] }

function optionsByName({ nodes }: Scenario, roster: Roster, objections: Objections): ReadonlyMap<string, Special> {
  const byName = new Map<string, Special>()
  for (const [words, options] of Object.entries(nodes.options ?? {})) {
    const path = ["nodes", "options", words]
    const names = /^[A-Za-z][A-Za-z0-9.-]*$/.test(words) ? roster.resolve(words, path, objections) : []
    if (names.length === 0 && !objections.list.some((objection) => objection.path === path))
      objections.add(path, `${words} names nobody`, "a node, a range or a group: b1, b1..b5, honest", "s1: {hashPower: 30%}", "key")
    checkMisdeeds(options.misdeeds ?? [], [...path, "misdeeds"], objections)
    const honest = names.find((name) => roster.isHonest(name))
    if (options.misdeeds !== undefined && honest !== undefined)
      objections.add(
        [...path, "misdeeds"],
        `misdeeds of ${honest}, who is honest`,
        "a shit, who does them",
        "s1: {misdeeds: [eclipse]}",
        "key",
      )
    const bootNames = options.boot === undefined ? undefined : roster.resolve(options.boot, [...path, "boot"], objections)
    for (const name of names) byName.set(name, { ...byName.get(name), ...options, ...withoutSelf(name, bootNames) })
  }
  return byName
}

/** Nobody joins by itself. */
function withoutSelf(name: string, boot: readonly string[] | undefined): { readonly bootNames?: readonly string[] } {
  return boot === undefined ? {} : { bootNames: boot.filter((other) => other !== name) }
}

/** A share of the whole is turned into a weight beside the others' weights, of which each is 1 unless it says otherwise. */
function hashPowers(roster: Roster, options: ReadonlyMap<string, Special>, objections: Objections): ReadonlyMap<string, number> {
  const miners = roster.members.filter(({ kind }) => kind !== "wall")
  const shareOf = (name: string): number | undefined => {
    const power = options.get(name)?.hashPower
    return typeof power === "string" ? percentOf(power) : undefined
  }
  const weightOf = (name: string): number => Number(options.get(name)?.hashPower ?? 1)
  const shared = miners.reduce((sum, { name }) => sum + (shareOf(name) ?? 0), 0)
  const weighing = miners.filter(({ name }) => shareOf(name) === undefined)
  const weights = weighing.reduce((sum, { name }) => sum + weightOf(name), 0)
  if (shared > 100 || (shared === 100 && weighing.length > 0) || (shared > 0 && shared < 100 && weighing.length === 0)) {
    const seen = `the shares of hash power sum to ${shared}%`
    const expected = weighing.length > 0 ? "less than 100%, because others mine as well" : "exactly 100%, because nobody else mines"
    objections.add(["nodes", "options"], seen, expected, "hashPower: 30%", "key")
    return new Map()
  }
  const whole = weighing.length === 0 ? 100 : (weights * 100) / (100 - shared)
  return new Map(
    miners.map(({ name }) => {
      const share = shareOf(name)
      return [name, share === undefined ? weightOf(name) : (share * whole) / 100]
    }),
  )
}

function checkCounts({ nodes }: Scenario, roster: Roster, objections: Objections): void {
  const { bigloads = 0, bigcraps = 0, walls = 0, shits = 0 } = nodes
  const newcomers = roster.newcomers.length
  const all = bigloads + bigcraps + walls + shits + newcomers
  if (all > NODES_MAX) {
    const seen = newcomers === 0 ? `${all} nodes` : `more than ${NODES_MAX} nodes, newcomers counted`
    objections.add(["nodes"], seen, `at most ${NODES_MAX}`, "bigloads: 1000", "key")
  }
  if (bigloads + bigcraps + walls === 0) {
    const why = shits > 0 ? ": shits alone have nobody to lie to" : ""
    objections.add(["nodes"], "nobody honest takes part", `at least one honest node${why}`, "bigloads: 5", "key")
  }
  if (walls > 0 && shits > 0)
    objections.add(["nodes", "shits"], "shits among walls", "no shits among walls, which talk to nobody", "bigloads: 5", "key")
  if (nodes.misdeeds !== undefined && shits === 0)
    objections.add(["nodes", "misdeeds"], "misdeeds without shits", "somebody to do them", "shits: 1", "key")
}

/** Of all nodes that mine, together. */
export function powerInAll(nodes: readonly Pick<PlannedNode, "hashPower" | "kind">[]): number {
  return nodes.reduce((sum, { hashPower, kind }) => sum + (kind === "wall" ? 0 : hashPower), 0)
}
