/** A role: from words to how a node is asked, and which answer means that it is the one. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import type { Objections } from "../scenario/plan/objections.ts"
import type { Path } from "../scenario/read/path.ts"
import { checkPattern } from "./compile-program.ts"
import type { Program } from "./plan.ts"
import type { Role } from "./roles.ts"
import type { RoleWords } from "./schema.ts"

export function readRole(words: RoleWords, path: Path, programs: readonly Program[], here: string, objections: Objections): Role {
  const instead = "{http: /leader, is: true}"
  const asked = (["http", "tcp", "log", "module"] as const).filter((key) => words[key] !== undefined)
  const means = (["is", "says", "least", "most"] as const).filter((key) => words[key] !== undefined)
  if (asked.length !== 1)
    objections.add(
      path,
      asked.length === 0 ? "nobody is asked" : asked.join(" and "),
      "one of `http`, `tcp`, `log`, `module`",
      instead,
      "key",
    )
  const tells = words.log !== undefined ? "log" : words.module !== undefined ? "module" : undefined
  if (tells !== undefined ? means.length > 0 : means.length !== 1)
    objections.add(
      path,
      means.length === 0 ? "no answer is the right one" : means.join(" and "),
      tells === undefined ? "one of `is`, `says`, `least`, `most`" : `\`${tells}\` alone`,
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
  const file = words.module === undefined ? "" : resolve(here, words.module)
  if (words.module !== undefined && !existsSync(file))
    objections.add([...path, "module"], `there is no ${words.module}`, "a module, from the folder of the scenario", "module: ./leader.ts")
  const { body, method, port } = words
  return {
    of: words.of,
    probe:
      words.http !== undefined
        ? { by: "http", method: method ?? (body === undefined ? "GET" : "POST"), path: words.http, body, port }
        : words.tcp !== undefined
          ? { by: "tcp", send: words.tcp, port }
          : words.module !== undefined
            ? { by: "module", file }
            : { by: "log", pattern: words.log ?? "" },
    at: words.at ?? "",
    means:
      words.is !== undefined ? { is: words.is } : words.least ? { least: true } : words.most ? { most: true } : { says: words.says ?? "" },
  }
}
