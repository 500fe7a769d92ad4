/** From the words of a scenario about programs to a plan. What is wrong is objected to on the way; compiling goes on, so that all of it is found. */
import type { Budget } from "@watercooler/boss/faults"
import { planBoss } from "../scenario/plan/boss.ts"
import { Objections } from "../scenario/plan/objections.ts"
import { Roster } from "../scenario/plan/roster.ts"
import { planTimeline, readEntries } from "../scenario/plan/timeline.ts"
import type { FaultEntry } from "../scenario/schema/faults.ts"
import { microsOf } from "../scenario/words.ts"
import { forPrograms } from "./boss.ts"
import { heldBy, roleFaultsOf, triggerOf } from "./compile-faults.ts"
import { checkGaps, programOf } from "./compile-program.ts"
import { readRole } from "./compile-role.ts"
import { driveOf } from "./compile-workload.ts"
import { LOGGED, nodesOf, ownChecks, type Program, type ProgramsPlan, type RoleFault } from "./plan.ts"
import { type EntryWords, PROGRAM_NODES_MAX, type ProgramScenario } from "./schema.ts"

const STORM_US_MIN = 1_000_000
const STORM_US_MAX = 24 * 3_600_000_000

/** `here`: the folder of the scenario. */
export function compilePrograms(words: ProgramScenario, seed: string, here: string, objections: Objections): ProgramsPlan {
  const stormUs = microsOf(words.storm)
  if (stormUs < STORM_US_MIN || stormUs > STORM_US_MAX)
    objections.add(["storm"], `a storm of ${words.storm}`, "a second or more, a day at most", "storm: 30s")
  const programs = Object.entries(words.programs).map(([name, each]) => programOf(name, each, objections))
  if (programs.length === 0) objections.add(["programs"], "no program", "at least one", "programs: {node: {count: 3, command: …}}")
  checkGaps(programs, here, objections)
  const names = nodesOf(programs).map(({ name }) => name)
  const twin = programs.find(({ name }, at) => programs.slice(0, at).some((other) => other.name[0] === name[0]))
  if (twin !== undefined)
    objections.add(
      ["programs", twin.name],
      `two programs that begin with ${twin.name[0]}, so that ${twin.name[0]}1 would be two nodes`,
      "names that begin with different letters",
      `other${twin.name}`,
      "key",
    )
  if (names.length > PROGRAM_NODES_MAX)
    objections.add(["programs"], `${names.length} processes`, `at most ${PROGRAM_NODES_MAX}`, "count: 3")
  const roster = new Roster({ tracker: false }, [], names)
  const scene = { seed, stormUs, programs, roster, here }
  const roles = (words.faults ?? []).flatMap((entry, at) => roleFaultsOf(entry, ["faults", at], scene, objections))
  const named = (words.faults ?? []).flatMap((entry, at) => {
    if (heldBy(entry) !== undefined) return []
    const when = entry.when === undefined ? undefined : triggerOf(entry.when, ["faults", at, "when"], roster, objections)
    return [{ entry: plainOf(entry, when), at }]
  })
  const inner = new Objections()
  const entries = readEntries(
    named.map(({ entry }) => entry),
    {},
    seed,
    stormUs,
    inner,
  )
  const timeline = planTimeline(entries, roster, seed, stormUs, inner)
  // What has a role was left out before the others were looked at.
  for (const { at, expected, instead, path, seen } of inner.list)
    objections.add(
      path[0] === "faults" && typeof path[1] === "number" ? ["faults", named[path[1]]?.at ?? path[1], ...path.slice(2)] : path,
      seen,
      expected,
      instead,
      at,
    )
  if (programs.every(({ fronts }) => fronts === "none"))
    (words.faults ?? []).forEach((entry, at) => {
      const verb = linkVerbs.find((each) => entry[each] !== undefined)
      const path = verb !== undefined ? [verb] : entry.when?.sends !== undefined ? ["when", "sends"] : []
      if (path.length > 0)
        objections.add(
          ["faults", at, ...path],
          `${path.at(-1)} where programs reach each other directly`,
          "`reach: per-dialler`, `per-node` or `proxy`",
          "reach: per-node",
          "key",
        )
    })
  const { checks, expect = "passed", violates } = words
  const likes = typeof words.boss === "object" ? words.boss.likes : undefined
  checks?.forEach((check, at) => {
    if (!ownChecks.some((known) => known === check))
      objections.add(["checks", at], `the check ${check}`, `one of ${ownChecks.join(", ")}`, "checks: [history]")
    if (check === "history" && words.workload === undefined)
      objections.add(["checks", at], "a history without a workload", "`workload`, which makes one", "workload: {name: set, client: redis}")
  })
  if (violates !== undefined && expect !== "violated")
    objections.add(["violates"], "`violates` without `expect: violated`", "both, or neither", "expect: violated", "key")
  return {
    claim: words.claim,
    seed,
    stormMs: stormUs / 1_000,
    programs,
    faults: timeline.faults,
    roleFaults: roles,
    boss: bossOf(words, names.length, programs, objections),
    likes: likes === undefined ? undefined : readRole(likes, ["boss", "likes"], programs, here, objections),
    drive: words.workload === undefined ? undefined : driveOf(words.workload, programs, here, objections),
    checks,
    expect: { verdict: expect, violates },
    here,
  }
}

const linkVerbs = [
  "isolate",
  "cut",
  "stall",
  "refuse",
  "reset",
  "latency",
  "slow-close",
  "bandwidth",
  "drop",
  "duplicate",
  "reorder",
  "corrupt",
] as const

/** `isolate: n1` is a cut between n1 and all others; a line that is waited for, a note that the office tells its timeline of. */
function plainOf({ isolate, when: _words, ...entry }: EntryWords, when: RoleFault["when"]): FaultEntry {
  const { count } = when ?? {}
  const who = when?.node === undefined ? {} : { node: when.node }
  const awaited = when !== undefined && "logs" in when ? { ...who, count, notes: LOGGED, where: { line: when.logs } } : when
  return {
    ...entry,
    ...(awaited === undefined ? {} : { when: awaited }),
    ...(isolate === undefined ? {} : { cut: [isolate as string, "others"] }),
  } as FaultEntry
}

/** Of a program that is not ours nobody knows whether it can do without its disk. */
function bossOf(words: ProgramScenario, count: number, programs: readonly Program[], objections: Objections): Budget | undefined {
  if (words.boss === undefined) return undefined
  const { likes: _likes, ...boss } = words.boss === true ? { likes: undefined } : words.boss
  for (const key of ["newcomers", "shits"] as const)
    if (boss[key] !== undefined) objections.add(["boss", key], `${key} among programs`, "a Boss of those who are there", "away: 1", "key")
  const budget = planBoss({ claim: words.claim, storm: words.storm, nodes: { bigloads: count }, boss }, objections)
  return budget === undefined ? undefined : forPrograms(budget, programs, boss.disks !== undefined)
}
