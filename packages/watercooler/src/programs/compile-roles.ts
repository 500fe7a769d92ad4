/** Faults of whoever has a role: from words to a question that is asked when the moment has come. */
import { momentsOf } from "../scenario/plan/moments.ts"
import type { Objections } from "../scenario/plan/objections.ts"
import type { Path } from "../scenario/read/path.ts"
import type { FaultEntry } from "../scenario/schema/faults.ts"
import { checkPattern } from "./compile-program.ts"
import type { Program, RoleFault } from "./plan.ts"
import type { Role } from "./roles.ts"
import type { EntryWords, RoleWords } from "./schema.ts"

type RoleHolder = { readonly who: RoleWords; readonly with?: number | undefined }

/** The verb of an entry whose victim is known by its role. */
export function roleOf(
  entry: EntryWords,
): { readonly kind: RoleFault["kind"]; readonly words: RoleHolder; readonly path: Path } | undefined {
  for (const kind of ["isolate", "fire", "layoff", "pause"] as const) {
    const words = entry[kind]
    if (typeof words === "object" && !Array.isArray(words) && "who" in words) return { kind, words: words as RoleHolder, path: [kind] }
  }
  const slow = entry.slow?.node
  if (typeof slow === "object" && !Array.isArray(slow) && "who" in slow)
    return { kind: "slow", words: slow as RoleHolder, path: ["slow", "node"] }
  return undefined
}

export function roleFaultsOf(
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
    factor: entry.slow?.factor ?? 1,
  }))
}

export function readRole(words: RoleWords, path: Path, programs: readonly Program[], objections: Objections): Role {
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
