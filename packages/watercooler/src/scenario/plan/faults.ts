/** What an entry of the timeline does, in the words of the fault vocabulary. */
import type { AnyFault, Disk, directions, LinkFault, Newcomer, NodeFault, ProcessFault } from "@watercooler/boss/faults"
import type { Path } from "../read/path.ts"
import { type FaultEntry, type Verb, verbNames } from "../schema/faults.ts"
import { bytesOf, microsOf, percentOf } from "../words.ts"
import type { Objections } from "./objections.ts"
import { type NodeWords, type Roster, TRACKER } from "./roster.ts"
import { pathOfRoute } from "./routes.ts"

/** The entry's one fault; objected to when there is none, or more than one. */
export function verbOf(entry: FaultEntry, path: Path, objections: Objections): Verb | undefined {
  const verbs = verbNames.filter((verb) => entry[verb] !== undefined)
  if (verbs.length === 1) return verbs[0]
  if (verbs.length === 0) objections.add(path, "nothing happens here", `a fault: ${verbNames.join(", ")}`, "fire: b1")
  else
    objections.add(
      [...path, verbs[1] as Verb],
      `${verbs.join(" and ")} in one entry`,
      "one fault in each entry",
      `- {at: 5s, ${verbs[1]}: …}, as an entry of its own`,
      "key",
    )
  return undefined
}

/** Who is hit, where that is somebody and not a link; and from whom it is drawn. */
export interface Target {
  readonly pool: readonly string[]
  /** How many are drawn; undefined: all of them. */
  readonly any: number | undefined
}

type Victims = NodeWords | { readonly any: number; readonly of?: NodeWords | undefined }

export function targetOf(entry: FaultEntry, verb: Verb, path: Path, roster: Roster, objections: Objections): Target | undefined {
  const words = entry[verb]
  if (typeof words === "object" && !Array.isArray(words) && "node" in words) {
    return chosen(words.node as Victims, [...path, verb, "node"], roster, objections)
  }
  switch (verb) {
    case "fire":
    case "layoff":
    case "pause":
    case "resume":
    case "disk-full":
    case "disk-lying":
      return chosen(words as Victims, [...path, verb], roster, objections)
    case "hire":
      return isNewcomers(entry.hire) ? undefined : chosen(words as Victims, [...path, verb], roster, objections)
    default:
      return undefined
  }
}

function chosen(words: Victims, path: Path, roster: Roster, objections: Objections): Target {
  if (words === "any") return { pool: roster.resolve("honest", path, objections), any: 1 }
  if (typeof words === "string" || Array.isArray(words))
    return { pool: roster.resolve(words as NodeWords, path, objections), any: undefined }
  const { any, of = "honest" } = words as { readonly any: number; readonly of?: NodeWords }
  const pool = roster.resolve(of, [...path, "of"], objections)
  if (any > pool.length && pool.length > 0)
    objections.add([...path, "any"], `${any} of ${pool.length}`, `at most ${pool.length}, which is all of them`, `any: ${pool.length}`)
  return { pool, any }
}

export type NewcomerWords = Extract<FaultEntry["hire"], { newcomers: unknown }>

export function isNewcomers(words: FaultEntry["hire"]): words is NewcomerWords {
  return typeof words === "object" && !Array.isArray(words)
}

/** A fault of one node. */
export function nodeFault(entry: FaultEntry, verb: Verb, node: string): ProcessFault | NodeFault | undefined {
  switch (verb) {
    case "fire":
    case "layoff":
    case "pause":
    case "resume":
    case "disk-full":
    case "disk-lying":
      return { kind: verb, node }
    case "hire":
      return { kind: "hire", node, disk: (entry.disk ?? "kept") as Disk }
    case "skew":
    case "jump":
      return { kind: verb, node, us: microsOf(entry[verb]?.by ?? "0s") }
    case "drift":
      return { kind: "drift", node, ppm: entry.drift?.ppm ?? 0 }
    case "disk-slow":
      return { kind: "disk-slow", node, us: microsOf(entry["disk-slow"]?.by ?? "0s") }
    case "slow":
      return { kind: "slow", node, factor: entry.slow?.factor ?? 1 }
    default:
      return undefined
  }
}

export function newcomerFault(words: NewcomerWords, node: string, boot: string | undefined): ProcessFault {
  const { kind, misdeeds } = words
  const newcomer: Newcomer = {
    ...(kind === undefined ? {} : { party: kind }),
    ...(misdeeds === undefined ? {} : { misdeeds }),
    ...(boot === undefined ? {} : { boot }),
  }
  return { kind: "hire", node, disk: "kept", newcomer }
}

interface Ends {
  readonly from?: NodeWords | undefined
  readonly to?: NodeWords | undefined
  readonly both?: boolean | undefined
  readonly between?: readonly NodeWords[] | undefined
}

export interface ResolvedEnds {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly both?: true
}

/** The links that are meant: from some to some, or all that lie between sides. */
export function endsOf(words: Ends | readonly NodeWords[], path: Path, roster: Roster, objections: Objections): readonly ResolvedEnds[] {
  const before = objections.list.length
  const ends = resolveEnds(words, path, roster, objections)
  if (ends.length === 0 && objections.list.length === before)
    objections.add(path, "nobody stands on one of the sides", "somebody on each side", "cut: [[b1, b2], b3..b5]")
  return ends
}

function resolveEnds(words: Ends | readonly NodeWords[], path: Path, roster: Roster, objections: Objections): readonly ResolvedEnds[] {
  if (isSides(words)) return betweenSides(words, path, roster, objections)
  const { from = "all", to = "all", both, between } = words
  if (between !== undefined) {
    const other = words.from !== undefined ? "from" : words.to !== undefined ? "to" : words.both !== undefined ? "both" : undefined
    if (other !== undefined)
      objections.add(
        [...path, other],
        `\`${other}\` beside \`between\``,
        "`between`, which is both ways, or `from` and `to`",
        "remove one",
        "key",
      )
    return betweenSides(between, [...path, "between"], roster, objections)
  }
  const senders = roster.resolve(
    from,
    [...path, "from"],
    objections,
    to === "others" ? undefined : roster.resolve(to, [...path, "to"], objections),
  )
  const receivers = roster.resolve(to, [...path, "to"], objections, senders)
  return isLink(senders, receivers, path, objections) ? [{ from: senders, to: receivers, ...(both === true ? { both } : {}) }] : []
}

function isSides(words: Ends | readonly NodeWords[]): words is readonly NodeWords[] {
  return Array.isArray(words)
}

function betweenSides(sides: readonly NodeWords[], path: Path, roster: Roster, objections: Objections): readonly ResolvedEnds[] {
  const named = sides.map((side, at) => (side === "others" ? [] : roster.resolve(side, [...path, at], objections)))
  const resolved = sides.map((side, at) =>
    side === "others" ? roster.resolve(side, [...path, at], objections, named.flat()) : (named[at] ?? []),
  )
  const seen = new Map<string, number>()
  for (const [at, side] of resolved.entries()) {
    for (const name of side) {
      if (seen.has(name) && seen.get(name) !== at) {
        objections.add([...path, at], `${name} stands on two sides`, "each node on one side", "cut: [[b1, b2], b3..b5]")
        return []
      }
      seen.set(name, at)
    }
  }
  return resolved.flatMap((from, at) =>
    resolved.slice(at + 1).flatMap((to) => (isLink(from, to, path, objections) ? [{ from, to, both: true as const }] : [])),
  )
}

function isLink(from: readonly string[], to: readonly string[], path: Path, objections: Objections): boolean {
  if (from.length === 0 || to.length === 0) return false
  if (from.length > 1 || to.length > 1 || from[0] !== to[0]) return true
  objections.add(path, `${from[0]} has no link to itself`, "two different ends", "{from: b1, to: b3}")
  return false
}

/** A fault of links; one for each pair of sides. */
export function linkFaults(entry: FaultEntry, verb: Verb, path: Path, roster: Roster, objections: Objections): readonly LinkFault[] {
  const at = [...path, verb]
  switch (verb) {
    case "cut":
    case "stall":
    case "refuse":
    case "reset":
    case "heal":
      return endsOf(entry[verb] as Ends, at, roster, objections).map((ends) => ({ kind: verb, ...ends }))
    case "latency": {
      const words = entry.latency ?? "0s"
      const { delay, jitter = "0s", distribution, ...links } = typeof words === "string" ? { delay: words } : words
      const facts = { us: microsOf(delay), jitterUs: microsOf(jitter), ...(distribution === undefined ? {} : { distribution }) }
      return endsOf(links, at, roster, objections).map((ends) => ({ kind: verb, ...ends, ...facts }))
    }
    case "slow-close": {
      const words = entry["slow-close"] ?? "0s"
      const { delay, ...links } = typeof words === "string" ? { delay: words } : words
      return endsOf(links, at, roster, objections).map((ends) => ({ kind: verb, ...ends, us: microsOf(delay) }))
    }
    case "bandwidth": {
      const words = entry.bandwidth ?? "1B/s"
      const { rate, queue, ...links } = typeof words === "string" ? { rate: words, queue: undefined } : words
      const queueBytes = queue === undefined ? {} : { queueBytes: bytesOf(queue) }
      return endsOf(links, at, roster, objections).map((ends) => ({ kind: verb, ...ends, bytesPerSecond: bytesOf(rate), ...queueBytes }))
    }
    case "drop":
    case "duplicate":
    case "reorder":
    case "corrupt": {
      const words = entry[verb] ?? 100
      const some: MessageWords = typeof words === "object" ? words : { percent: words }
      const { percent = 100, route, of, holding, first, delay, ...links } = some
      // Programs that are not ours have whatever routes they have.
      const path = route === undefined || roster.arePrograms ? route : pathOfRoute(route, [...at, "route"], objections)
      const facts = {
        percent: percentOf(percent),
        ...(path === undefined ? {} : { route: path }),
        ...(of === undefined ? {} : { of }),
        ...(holding === undefined ? {} : { holding }),
        ...(first === undefined ? {} : { first }),
        ...(delay === undefined ? {} : { us: microsOf(delay) }),
      }
      return endsOf(links, at, roster, objections).map((ends) => ({ kind: verb, ...ends, ...facts }))
    }
    default:
      return []
  }
}

interface MessageWords extends Ends {
  readonly percent?: number | string | undefined
  readonly route?: string | undefined
  readonly of?: (typeof directions)[number] | undefined
  readonly holding?: string | undefined
  readonly first?: number | undefined
  readonly delay?: string | undefined
}

/** What has no length cannot have a `for`, and a disk is only for who comes back. */
export function checkExtras(entry: FaultEntry, verb: Verb, target: Target | undefined, path: Path, objections: Objections): void {
  const once: Readonly<Partial<Record<Verb, string>>> = {
    hire: "fire, to send them away again",
    resume: "pause, with `for`",
    reset: "cut, with `for`",
    jump: "skew, with `for`",
    heal: "`for` at the fault itself",
  }
  const instead = once[verb]
  if (entry.for !== undefined && instead !== undefined)
    objections.add([...path, "for"], `\`for\` beside \`${verb}\``, `no length: ${verb} happens once`, instead, "key")
  const comesBack = (verb === "fire" || verb === "layoff") && entry.for !== undefined
  if (entry.disk !== undefined && isNewcomers(entry.hire))
    objections.add([...path, "disk"], "`disk` of newcomers", "no disk: a newcomer has a new one", "remove it", "key")
  else if (entry.disk !== undefined && verb !== "hire" && !comesBack)
    objections.add(
      [...path, "disk"],
      `\`disk\` beside \`${verb}\``,
      "a disk of somebody who comes back",
      "{at: 5s, for: 2s, fire: b1, disk: wiped}",
      "key",
    )
  const tracker = target?.pool.includes(TRACKER) === true
  if (tracker && !["fire", "layoff", "hire", "pause", "resume"].includes(verb))
    objections.add([...path, verb], `${verb} of the tracker`, "a fault of its process: fire, layoff, pause", "fire: tracker", "key")
}

export type { AnyFault }
