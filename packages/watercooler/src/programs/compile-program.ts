/** One program of a scenario: its words to what is started, and whether all gaps in them are filled. */
import { didYouMean } from "../input/suggest.ts"
import type { Objections } from "../scenario/plan/objections.ts"
import type { Path } from "../scenario/read/path.ts"
import { canTellDiallers } from "./dialler.ts"
import { gapsOf, gapsOutside, PEER_GAPS, placesOf, portsNeeded } from "./places.ts"
import { type Program, type Protocol, type Readiness, speaks } from "./plan.ts"
import type { ProgramScenario } from "./schema.ts"
import { gapsIn, wordsOf } from "./template.ts"

type ProgramWords = ProgramScenario["programs"][string]

/** `words.command` is split as a shell would, as far as quotes go. */
export function programOf(name: string, words: ProgramWords, objections: Objections): Program {
  const path = ["programs", name]
  const {
    count,
    command,
    ports: named = ["main"],
    env = {},
    files = {},
    peer = "{address}",
    ready,
    setup = [],
    stop = "SIGTERM",
    reach = "per-dialler",
    bytes = false,
  } = words
  const split = named.map((words) => words.split("/") as [string, Protocol?])
  const ports = split.map(([port]) => port)
  const protocols = Object.fromEntries(split.flatMap(([port, protocol]) => (protocol === undefined ? [] : [[port, protocol]])))
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
  for (const gap of gapsIn(peer).filter((each) => !PEER_GAPS.includes(each)))
    objections.add([...path, "peer"], `nothing fills {${gap}}`, oneOf(gap, PEER_GAPS), '"{name}={address}"')
  if (new Set(ports).size < ports.length)
    objections.add([...path, "ports"], "two ports of one name", "a name for each", "ports: [client, peer]")
  const datagrams = ports.find((port) => reach === "proxy" && speaks({ protocols }, port, "udp"))
  if (datagrams !== undefined)
    objections.add([...path, "reach"], `a proxy for ${datagrams}, which speaks UDP`, "another way to reach it", "reach: per-node")
  if (reach === "per-node" && !canTellDiallers)
    objections.add([...path, "reach"], "per-node on this system", "Linux, which tells who has dialled", "reach: per-dialler")
  for (const file of Object.keys(files))
    if (file.startsWith("/") || file.split("/").includes(".."))
      objections.add([...path, "files", file], `the file ${file}`, "a file below the data folder", "files: {node.conf: …}")
  if (ready !== undefined && "log" in ready) checkPattern(ready.log, [...path, "ready", "log"], objections)
  const first = ports[0] as string
  if (ready !== undefined && "port" in ready && ready.port !== undefined && !ports.includes(ready.port))
    objections.add([...path, "ready", "port"], `there is no port ${ready.port}`, `one of ${ports.join(", ")}`, `port: ${first}`)
  const readiness = readinessOf(ready, first)
  if (readiness.by !== "log" && !speaks({ protocols }, readiness.port, "tcp") && (readiness.by === "http" || !canTellDiallers))
    objections.add(
      [...path, "ready"],
      `${readiness.port} speaks UDP, which tells nobody who asks`,
      "a line of the log, or another port",
      "ready: {log: listening}",
      "key",
    )
  return {
    name,
    count,
    command: list ?? [],
    env,
    files,
    ports,
    protocols,
    peer,
    ready: readiness,
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
  const written = programs.map((program) => {
    const { command, env, files, name } = program
    const texts: readonly Written[] = [
      ...command.map((word) => [["programs", name, "command"], word] as const),
      ...Object.entries(env).map(([key, text]) => [["programs", name, "env", key], text] as const),
      ...Object.entries(files).map(([key, text]) => [["programs", name, "files", key], text] as const),
    ]
    return { program, texts }
  })
  checkFilled(written, programs, here, objections)
  const places = placesOf(
    programs,
    Array.from({ length: portsNeeded(programs) }, (_, at) => at + 1),
  )
  for (const program of programs)
    program.setup.forEach((command, at) => {
      object(gapsOutside(program, places, here), [["programs", program.name, "setup", at], command.join(" ")], objections)
    })
}

function object(gaps: ReadonlyMap<string, string>, [path, text]: Written, objections: Objections): void {
  for (const gap of gapsIn(text)) if (!gaps.has(gap)) objections.add(path, `nothing fills {${gap}}`, oneOf(gap, [...gaps.keys()]), "{all}")
}

const oneOf = (gap: string, gaps: readonly string[]): string =>
  `one of ${gaps.map((each) => `{${each}}`).join(", ")}.${didYouMean(gap, gaps)}`.replace(/\.$/, "")

type Written = readonly [Path, string]

export function checkFilled(
  written: readonly { readonly program: Program; readonly texts: readonly Written[] }[],
  programs: readonly Program[],
  here: string,
  objections: Objections,
): void {
  const places = placesOf(
    programs,
    Array.from({ length: portsNeeded(programs) }, (_, at) => at + 1),
  )
  for (const { program, texts } of written) {
    const node = places.nodes.find((each) => each.program === program)
    if (node === undefined) continue
    const gaps = gapsOf(node, places, "", here)
    for (const [path, text] of texts)
      for (const gap of gapsIn(text))
        if (!gaps.has(gap)) objections.add(path, `nothing fills {${gap}}`, oneOf(gap, [...gaps.keys()]), "{port}")
  }
}

export function checkPattern(pattern: string, path: Path, objections: Objections): void {
  try {
    new RegExp(pattern, "m")
  } catch (error) {
    objections.add(path, (error as Error).message, "a regular expression", "became leader")
  }
}
