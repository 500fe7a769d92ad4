/** From the words of a scenario about programs to a plan. What is wrong is objected to on the way; compiling goes on, so that all of it is found. */
import type { GeneratorName } from "../histories/generators.ts"
import { momentsOf } from "../scenario/plan/moments.ts"
import { Objections } from "../scenario/plan/objections.ts"
import { Roster } from "../scenario/plan/roster.ts"
import { planTimeline, readEntries } from "../scenario/plan/timeline.ts"
import type { Path } from "../scenario/read/path.ts"
import type { FaultEntry } from "../scenario/schema/faults.ts"
import { microsOf } from "../scenario/words.ts"
import { canTellDiallers } from "./dialler.ts"
import { gapsOf, gapsOutside, placesOf, portsNeeded } from "./places.ts"
import { nodesOf, ownChecks, type PlannedDrive, type Program, type ProgramsPlan, type Readiness, type RoleFault } from "./plan.ts"
import type { Role } from "./roles.ts"
import { type EntryWords, PROGRAM_NODES_MAX, type ProgramScenario, type RoleWords } from "./schema.ts"
import { gapsIn, wordsOf } from "./template.ts"

type ProgramWords = ProgramScenario["programs"][string]
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
  const roles = (words.faults ?? []).flatMap((entry, at) => roleFaultsOf(entry, ["faults", at], seed, stormUs, programs, objections))
  const named = (words.faults ?? []).flatMap((entry, at) => (roleOf(entry) === undefined ? [{ entry: plainOf(entry), at }] : []))
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
      if (verb !== undefined)
        objections.add(
          ["faults", at, verb],
          `${verb} where programs reach each other directly`,
          "`reach: per-dialler`, `per-node` or `proxy`",
          "reach: per-node",
          "key",
        )
    })
  const { checks, expect = "passed", violates } = words
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
    drive: words.workload === undefined ? undefined : driveOf(words.workload, programs, objections),
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

/** `words.command` is split as a shell would, as far as quotes go. */
export function programOf(name: string, words: ProgramWords, objections: Objections): Program {
  const path = ["programs", name]
  const {
    count,
    command,
    ports = ["main"],
    env = {},
    files = {},
    peer = "{address}",
    ready,
    setup = [],
    stop = "SIGTERM",
    reach = "per-dialler",
    bytes = false,
  } = words
  const list = typeof command === "string" ? wordsOf(command) : command
  if (list === undefined)
    objections.add([...path, "command"], "a quote that does not end", "two quotes around a word", `command: ./my-node --name "n 1"`)
  if (list?.length === 0) objections.add([...path, "command"], "nothing to start", "a program", "command: ./my-node --port {port}")
  const commands = setup.map((line) => wordsOf(line))
  commands.forEach((each, at) => {
    if (each === undefined || each.length === 0)
      objections.add(
        [...path, "setup", at],
        each === undefined ? "a quote that does not end" : "nothing to run",
        "a command",
        "redis-cli …",
      )
  })
  if (new Set(ports).size < ports.length)
    objections.add([...path, "ports"], "two ports of one name", "a name for each", "ports: [client, peer]")
  if (reach === "per-node" && !canTellDiallers)
    objections.add([...path, "reach"], "per-node on this system", "Linux, which tells who has dialled", "reach: per-dialler")
  for (const file of Object.keys(files))
    if (file.startsWith("/") || file.split("/").includes(".."))
      objections.add([...path, "files", file], `the file ${file}`, "a file below the data folder", "files: {node.conf: …}")
  if (ready !== undefined && "log" in ready) checkPattern(ready.log, [...path, "ready", "log"], objections)
  const first = ports[0] as string
  if (ready !== undefined && "port" in ready && ready.port !== undefined && !ports.includes(ready.port))
    objections.add([...path, "ready", "port"], `there is no port ${ready.port}`, `one of ${ports.join(", ")}`, `port: ${first}`)
  return {
    name,
    count,
    command: list ?? [],
    env,
    files,
    ports,
    peer,
    ready: readinessOf(ready, first),
    setup: commands.map((each) => each ?? []),
    goodbye: stop,
    fronts: reach,
    isStream: bytes,
  }
}

function readinessOf(words: ProgramWords["ready"], first: string): Readiness {
  if (words === undefined) return { by: "port", port: first }
  if ("log" in words) return { by: "log", pattern: words.log }
  return "http" in words ? { by: "http", path: words.http, port: words.port ?? first } : { by: "port", port: words.port }
}

/** What nothing would fill is a slip of the finger. */
export function checkGaps(programs: readonly Program[], here: string, objections: Objections): void {
  if (objections.list.length > 0) return
  const places = placesOf(
    programs,
    Array.from({ length: portsNeeded(programs) }, (_, at) => at + 1),
  )
  for (const node of places.nodes.filter(({ number }) => number === 1)) {
    const gaps = gapsOf(node, places, "", here)
    const { command, env, files, name } = node.program
    const texts: readonly (readonly [Path, string])[] = [
      ...command.map((word) => [["programs", name, "command"], word] as const),
      ...Object.entries(env).map(([key, text]) => [["programs", name, "env", key], text] as const),
      ...Object.entries(files).map(([key, text]) => [["programs", name, "files", key], text] as const),
    ]
    for (const [path, text] of texts)
      for (const gap of gapsIn(text))
        if (!gaps.has(gap))
          objections.add(path, `nothing fills {${gap}}`, `one of ${[...gaps.keys()].map((each) => `{${each}}`).join(", ")}`, "{port}")
  }
  for (const program of programs) {
    const gaps = gapsOutside(program, places, here)
    program.setup.forEach((command, at) => {
      for (const gap of command.flatMap(gapsIn))
        if (!gaps.has(gap))
          objections.add(
            ["programs", program.name, "setup", at],
            `nothing fills {${gap}}`,
            `one of ${[...gaps.keys()].map((each) => `{${each}}`).join(", ")}`,
            "{all}",
          )
    })
  }
}

type RoleHolder = { readonly who: RoleWords; readonly with?: number | undefined; readonly close?: boolean | undefined }

/** The verb of an entry whose victim is known by its role. */
function roleOf(entry: EntryWords): { readonly kind: RoleFault["kind"]; readonly words: RoleHolder; readonly path: Path } | undefined {
  for (const kind of ["isolate", "fire", "layoff", "pause"] as const) {
    const words = entry[kind]
    if (typeof words === "object" && !Array.isArray(words) && "who" in words) return { kind, words: words as RoleHolder, path: [kind] }
  }
  const slow = entry.slow?.node
  if (typeof slow === "object" && !Array.isArray(slow) && "who" in slow)
    return { kind: "slow", words: slow as RoleHolder, path: ["slow", "node"] }
  return undefined
}

/** `isolate: n1` is a cut between n1 and all others. */
function plainOf({ isolate, ...entry }: EntryWords): FaultEntry {
  return (isolate === undefined ? entry : { ...entry, cut: [isolate as string, "others"] }) as FaultEntry
}

function roleFaultsOf(
  entry: EntryWords,
  path: Path,
  seed: string,
  stormUs: number,
  programs: readonly Program[],
  objections: Objections,
): readonly RoleFault[] {
  const found = roleOf(entry)
  if (found === undefined) return []
  const { kind, words } = found
  if (entry.when !== undefined) {
    objections.add([...path, "when"], "`when` beside `who`", "a time", "at: 5s", "key")
    return []
  }
  const plain = { at: entry.at, every: entry.every, times: entry.times, jitter: entry.jitter, for: entry.for } as FaultEntry
  const id = entry.id ?? `${kind}-role-${path[1]}`
  const role = readRole(words.who, [...path, ...found.path, "who"], programs, objections)
  return momentsOf(plain, id, seed, stormUs, path, objections).map(({ atUs = 0, forUs, turn }) => ({
    id: turn === undefined ? id : `${id}.${turn}`,
    atUs,
    forUs,
    kind,
    role,
    others: words.with ?? 0,
    closes: words.close ?? false,
    factor: entry.slow?.factor ?? 1,
  }))
}

function readRole(words: RoleWords, path: Path, programs: readonly Program[], objections: Objections): Role {
  const instead = "{http: /leader, is: true}"
  const asked = (["http", "tcp", "log"] as const).filter((key) => words[key] !== undefined)
  const means = (["is", "says", "least", "most"] as const).filter((key) => words[key] !== undefined)
  if (asked.length !== 1)
    objections.add(path, asked.length === 0 ? "nobody is asked" : asked.join(" and "), "one of `http`, `tcp`, `log`", instead, "key")
  if (words.log !== undefined ? means.length > 0 : means.length !== 1)
    objections.add(
      path,
      means.length === 0 ? "no answer is the right one" : means.join(" and "),
      words.log === undefined ? "one of `is`, `says`, `least`, `most`" : "`log` alone",
      instead,
      "key",
    )
  if (words.of !== undefined && !programs.some(({ name }) => name === words.of))
    objections.add(
      [...path, "of"],
      `there is no program ${words.of}`,
      `one of ${programs.map(({ name }) => name).join(", ")}`,
      `of: ${programs[0]?.name}`,
    )
  const among = programs.filter(({ name }) => words.of === undefined || name === words.of)
  const missing = among.find(({ ports }) => words.port !== undefined && !ports.includes(words.port))
  if (missing !== undefined)
    objections.add(
      [...path, "port"],
      `${missing.name} has no port ${words.port}`,
      `one of ${missing.ports.join(", ")}`,
      `port: ${missing.ports[0]}`,
    )
  for (const key of ["says", "log"] as const) if (words[key] !== undefined) checkPattern(words[key], [...path, key], objections)
  const { body, method, port } = words
  return {
    of: words.of,
    probe:
      words.http !== undefined
        ? { by: "http", method: method ?? (body === undefined ? "GET" : "POST"), path: words.http, body, port }
        : words.tcp !== undefined
          ? { by: "tcp", send: words.tcp, port }
          : { by: "log", pattern: words.log ?? "" },
    at: words.at ?? "",
    means:
      words.is !== undefined ? { is: words.is } : words.least ? { least: true } : words.most ? { most: true } : { says: words.says ?? "" },
  }
}

function checkPattern(pattern: string, path: Path, objections: Objections): void {
  try {
    new RegExp(pattern, "m")
  } catch (error) {
    objections.add(path, (error as Error).message, "a regular expression", "became leader")
  }
}

function driveOf(words: NonNullable<ProgramScenario["workload"]>, programs: readonly Program[], objections: Objections): PlannedDrive {
  const program = programs.find(({ name }) => name === (words.of ?? programs[0]?.name))
  if (program === undefined && words.of !== undefined)
    objections.add(
      ["workload", "of"],
      `there is no program ${words.of}`,
      `one of ${programs.map(({ name }) => name).join(", ")}`,
      `of: ${programs[0]?.name}`,
    )
  if (program !== undefined && words.port !== undefined && !program.ports.includes(words.port))
    objections.add(
      ["workload", "port"],
      `${program.name} has no port ${words.port}`,
      `one of ${program.ports.join(", ")}`,
      `port: ${program.ports[0]}`,
    )
  if (words.client === "http" && words.ops === undefined)
    objections.add(
      ["workload"],
      "`client: http` without `ops`",
      "how each function is asked for",
      "ops: {read: 'GET {url}/keys/{key}'}",
      "key",
    )
  return {
    workload: words.name as GeneratorName,
    client: words.client,
    program: program?.name ?? "",
    port: words.port ?? program?.ports[0] ?? "",
    ratePerS: words.rate ?? 50,
    concurrency: words.clients ?? 5,
    keyCount: words.keys ?? 5,
    quietMs: microsOf(words.quiet ?? "1s") / 1_000,
    timeoutMs: microsOf(words.timeout ?? "2s") / 1_000,
    ops: Object.entries(words.ops ?? {}).map(([name, asked]) => `${name}=${asked}`),
    value: words.value,
    serializable: words.serializable ?? false,
    isEventual: words.eventual ?? false,
    sentinel: words.sentinel,
    cluster: words.cluster ?? false,
    replicas: words.replicas ?? 1,
  }
}
