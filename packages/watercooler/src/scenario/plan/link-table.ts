/** Links as a scenario words them, rule upon rule, as the table that both worlds ask: the first row that names both ends. */
import type { LinkOptions, LinkRow, LinkTable } from "@watercooler/boss/faults"
import type { LinkRule, LinkShape, PlannedLinks } from "./plan.ts"

export function linkTable({ rules, ...shape }: PlannedLinks, names: readonly string[]): LinkTable {
  const otherwise = optionsOf(shape)
  const [froms, tos] = [grouped(names, rules, "from"), grouped(names, rules, "to")]
  const rows: LinkRow[] = []
  for (const [fromKey, from] of froms) {
    for (const [toKey, to] of tos) {
      const fitting = rules.filter((_, at) => fromKey[at] === "1" && toKey[at] === "1")
      if (fitting.length > 0) rows.push({ from, to, ...optionsOf(Object.assign({}, shape, ...fitting.map(shapeOf)) as LinkShape) })
    }
  }
  return { otherwise, rows }
}

/** Nodes that the same rules name at this end, under a key with a digit for each rule. */
function grouped(names: readonly string[], rules: readonly LinkRule[], end: "from" | "to"): ReadonlyMap<string, readonly string[]> {
  const members = rules.map((rule) => new Set(rule[end]))
  return Map.groupBy(names, (name) => members.map((member) => (member.has(name) ? "1" : "0")).join(""))
}

/** The knobs that a rule turns, and no others. */
function shapeOf({ from: _from, to: _to, ...knobs }: LinkRule): Partial<LinkShape> {
  return Object.fromEntries(Object.entries(knobs).filter(([, value]) => value !== undefined))
}

function optionsOf({ latencyUs, jitterUs, lossPercent, bytesPerSecond }: LinkShape): LinkOptions {
  return {
    latencyUs,
    latencyUsJitter: jitterUs,
    lossPerMille: Math.round(lossPercent * 10),
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
  }
}
