/** Faults of whoever has a role, and those that only programs know: from words to what is done when the moment has come. */
import { momentsOf } from "../scenario/plan/moments.ts"
import type { Objections } from "../scenario/plan/objections.ts"
import type { Roster } from "../scenario/plan/roster.ts"
import type { Path } from "../scenario/read/path.ts"
import type { FaultEntry } from "../scenario/schema/faults.ts"
import { microsOf } from "../scenario/words.ts"
import { checkFilled, checkPattern } from "./compile-program.ts"
import { readRole } from "./compile-role.ts"
import type { Program, RoleFault } from "./plan.ts"
import type { Role } from "./roles.ts"
import type { EntryWords, RoleWords } from "./schema.ts"
import { wordsOf } from "./template.ts"

const TIMING = ["at", "every", "times", "when", "after", "jitter", "for", "disk", "id"]

interface Held {
  readonly kind: RoleFault["kind"]
  /** Undefined: nodes are named. */
  readonly who: RoleWords | undefined
  readonly names: string | readonly string[]
  readonly path: Path
}

/** The verb of an entry that the office's own timeline does not know: its victim is known by a role, or it is one of programs only. */
export function heldBy(entry: EntryWords): Held | undefined {
  for (const kind of ["isolate", "fire", "layoff", "pause"] as const) {
    const who = whoIn(entry[kind])
    if (who !== undefined) return { kind, who, names: [], path: [kind] }
  }
  const slow = whoIn(entry.slow?.node)
  if (slow !== undefined) return { kind: "slow", who: slow, names: [], path: ["slow", "node"] }
  if (entry.upgrade === undefined) return undefined
  const { node } = entry.upgrade
  const who = whoIn(node)
  return { kind: "upgrade", who, names: who === undefined ? (node as string | readonly string[]) : [], path: ["upgrade", "node"] }
}

function whoIn(words: unknown): RoleWords | undefined {
  return typeof words === "object" && words !== null && "who" in words ? (words.who as RoleWords) : undefined
}

interface Scene {
  readonly seed: string
  readonly stormUs: number
  readonly programs: readonly Program[]
  readonly roster: Roster
  readonly here: string
}

export function roleFaultsOf(entry: EntryWords, path: Path, scene: Scene, objections: Objections): readonly RoleFault[] {
  const held = heldBy(entry)
  if (held === undefined) return []
  const { programs, roster, seed, stormUs } = scene
  const { kind } = held
  const other = Object.keys(entry).find((key) => key !== held.path[0] && !TIMING.includes(key))
  if (other !== undefined)
    objections.add(
      [...path, other],
      `${other} beside ${kind}`,
      "one fault in each entry",
      `- {at: 5s, ${other}: …}, as an entry of its own`,
      "key",
    )
  const when = entry.when === undefined ? undefined : triggerOf(entry.when, [...path, "when"], roster, objections)
  const timing = { at: entry.at, every: entry.every, times: entry.times, jitter: entry.jitter, for: entry.for, after: entry.after }
  const id = entry.id ?? `${kind}-${held.who === undefined ? "of" : "role"}-${path[1]}`
  const moments = momentsOf({ ...timing, when: entry.when } as FaultEntry, id, seed, stormUs, path, objections)
  const victims: readonly (Role | string)[] =
    held.who === undefined
      ? roster.resolve(held.names, [...path, ...held.path], objections)
      : [readRole(held.who, [...path, ...held.path, "who"], programs, scene.here, objections)]
  const to = entry.upgrade === undefined ? [] : upgradeOf(entry.upgrade.to, victims, [...path, "upgrade", "to"], scene, objections)
  const apartUs = entry.upgrade?.apart === undefined ? 0 : microsOf(entry.upgrade.apart)
  const lastUs = Math.max(0, ...moments.map(({ atUs = 0 }) => atUs)) + (victims.length - 1) * apartUs
  if (lastUs >= stormUs)
    objections.add(
      [...path, "upgrade", "apart"],
      "the last would come after the storm's end",
      "an earlier start, or less between them",
      "apart: 1s",
    )
  return moments.flatMap(({ afterUs, atUs, forUs, turn }) =>
    victims.map((role, nth): RoleFault => {
      const ofTurn = turn === undefined ? id : `${id}.${turn}`
      return {
        id: victims.length === 1 ? ofTurn : `${ofTurn}.${role}`,
        atUs: atUs === undefined ? undefined : atUs + nth * apartUs,
        when,
        afterUs: afterUs + nth * apartUs,
        forUs,
        kind,
        role,
        others: withOthers(entry.isolate),
        closes: closes(entry.isolate),
        factor: entry.slow?.factor ?? 1,
        to,
        disk: entry.disk ?? "kept",
      }
    }),
  )
}

function closes(words: EntryWords["isolate"]): boolean {
  return typeof words === "object" && !Array.isArray(words) && "close" in words && words.close === true
}

function withOthers(words: EntryWords["isolate"]): number {
  return typeof words === "object" && !Array.isArray(words) && "with" in words ? (words.with ?? 0) : 0
}

function upgradeOf(
  words: string | readonly string[],
  victims: readonly (Role | string)[],
  path: Path,
  { here, programs }: Scene,
  objections: Objections,
): readonly string[] {
  const command = typeof words === "string" ? wordsOf(words) : words
  if (command === undefined || command.length === 0)
    objections.add(
      path,
      command === undefined ? "a quote that does not end" : "nothing to start",
      "a program",
      "to: ./my-node-2 --port {port}",
    )
  const hit = programs.filter(({ name }) =>
    victims.some((role) => (typeof role === "string" ? role.replace(/-\d+$/, "") === name : role.of === undefined || role.of === name)),
  )
  if (command !== undefined)
    checkFilled(
      hit.map((program) => ({ program, texts: command.map((word) => [path, word] as const) })),
      programs,
      here,
      objections,
    )
  return command ?? []
}

/** It is a line that is waited for, or a request, and not both. */
export function triggerOf(
  { count, logs, node, sends, to }: NonNullable<EntryWords["when"]>,
  path: Path,
  roster: Roster,
  objections: Objections,
): RoleFault["when"] {
  if ((logs === undefined) === (sends === undefined))
    objections.add(
      path,
      logs === undefined ? "a `when` that waits for nothing" : "`sends` beside `logs`",
      "`logs` or `sends`",
      "when: {logs: became leader}",
      "key",
    )
  if (to !== undefined && sends === undefined)
    objections.add([...path, "to"], "`to` without `sends`", "`to` of a request", "when: {sends: /append, to: n2}", "key")
  if (logs !== undefined) checkPattern(logs, [...path, "logs"], objections)
  const by = node === undefined ? undefined : roster.one(node, [...path, "node"], objections)
  const receiver = to === undefined ? undefined : roster.one(to, [...path, "to"], objections)
  if (sends === undefined) return { node: by, logs: logs ?? "", count: count ?? 1 }
  return {
    sends,
    ...(by === undefined ? {} : { node: by }),
    ...(receiver === undefined ? {} : { to: receiver }),
    ...(count === undefined ? {} : { count }),
  }
}
