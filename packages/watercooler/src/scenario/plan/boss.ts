/** The Boss's budget: the office's own for so many nodes and such a storm, and what the scenario says of it. */
import { type Budget, budgetFor } from "@watercooler/boss/faults"
import type { BossWords, Scenario } from "../schema/scenario.ts"
import { microsOf, spanOf } from "../words.ts"
import type { Objections } from "./objections.ts"

/** As often as one of the office's own Boss's decisions in three. */
const NEWCOMER_WEIGHT = 5

export function planBoss({ boss, nodes, storm }: Scenario, objections: Objections): Budget | undefined {
  if (boss === undefined) return undefined
  const honest = (nodes.bigloads ?? 0) + (nodes.bigcraps ?? 0) + (nodes.walls ?? 0)
  const stormMs = microsOf(storm) / 1_000
  if (boss === true) return budgetFor(honest, stormMs)
  const budget = { ...budgetFor(honest, stormMs, boss.newcomers ?? 0), ...withinWords(boss, honest) }
  checkBudget(boss, budget, honest, stormMs, objections)
  return budget
}

function withinWords(boss: BossWords, honest: number): Partial<Budget> {
  const { harms, disks, alive, away, first, coolDown, absence, quiet, shits, newcomers = 0 } = boss
  const newcomer = newcomers > 0 ? { newcomer: NEWCOMER_WEIGHT } : {}
  return {
    ...(harms === undefined ? {} : { weights: { ...weightsOf(harms), ...newcomer } }),
    ...(disks === undefined ? {} : { disks: { kept: disks.kept ?? 0, wiped: disks.wiped ?? 0, torn: disks.torn ?? 0 } }),
    // Who says how many may be away says how many stay, and the other way round.
    ...(away === undefined ? {} : { awayMax: away, aliveMin: Math.max(0, honest - away) }),
    ...(alive === undefined ? {} : { aliveMin: alive, ...(away === undefined ? { awayMax: Math.max(1, honest - alive) } : {}) }),
    ...between("firstMsMin", "firstMsMax", first),
    ...between("coolDownMs", "coolDownMsMax", coolDown),
    ...between("awayMsMin", "awayMsMax", absence),
    ...(quiet === undefined ? {} : { quietMs: Math.round(microsOf(quiet) / 1_000) }),
    ...(shits === undefined ? {} : { shitsToo: shits }),
  }
}

function weightsOf({ cut = 0, fire = 0, layoff = 0, pause = 0, slow = 0 }: NonNullable<BossWords["harms"]>): Budget["weights"] {
  return { fire, layoff, pause, ...(cut === 0 ? {} : { cut }), ...(slow === 0 ? {} : { slow }) }
}

function between(low: keyof Budget, high: keyof Budget, words: string | undefined): Partial<Budget> {
  if (words === undefined) return {}
  const { min, max } = spanOf(words)
  return { [low]: Math.round(min / 1_000), [high]: Math.round(max / 1_000) }
}

function checkBudget(boss: BossWords, budget: Budget, honest: number, stormMs: number, objections: Objections): void {
  for (const key of ["first", "coolDown", "absence"] as const) {
    const words = boss[key]
    const { min, max } = spanOf(words ?? "1s")
    if (max < min) objections.add(["boss", key], `\`${key}\` is ${words}`, "the shorter duration first", `${key}: 1s..3s`)
  }
  if (budget.aliveMin >= honest)
    objections.add(
      ["boss", "alive"],
      `${budget.aliveMin} of ${honest} honest nodes stay at work`,
      "somebody whom the Boss may harm",
      `alive: ${Math.max(0, honest - 1)}`,
    )
  if (budget.quietMs + budget.firstMsMin >= stormMs)
    objections.add(
      ["boss"],
      "the Boss would do nothing: the storm is over before",
      "a storm longer than `first` and `quiet`",
      "quiet: 2s",
      "key",
    )
  const { cut = 0, fire, layoff, newcomer = 0, pause, slow = 0 } = budget.weights
  if (cut + fire + layoff + newcomer + pause + slow === 0)
    objections.add(["boss", "harms"], "harms that all weigh nothing", "one that is more than 0", "harms: {fire: 5}", "key")
  if (Object.values(budget.disks).every((weight) => weight === 0))
    objections.add(["boss", "disks"], "disks that all weigh nothing", "one that is more than 0", "disks: {kept: 5}", "key")
}
