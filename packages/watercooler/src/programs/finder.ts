/** Finds who has a role now, for whoever wants to harm them; and hears what programs log, from their first word on. */
import type { RunFolder } from "../office/folder.ts"
import { LastWord } from "./logs.ts"
import type { Places } from "./places.ts"
import type { ProgramsPlan } from "./plan.ts"
import { type Asked, nobodyWords, type Role, whoHas } from "./roles.ts"

/** Who logged something last is known by looking at all logs so often. */
const LOOK_MS = 50

export interface Finder {
  /** Names of everybody who has it at this moment. */
  whoHas(role: Role): Promise<readonly string[]>
  /** That nobody has it, and what everybody says in place of it. */
  whyNobody(role: Role): Promise<string>
  /** Calls whenever somebody logs such a line, from now on. */
  onLog(pattern: string, heard: (name: string) => void): void
  close(): void
}

export function openFinder(places: Places, { likes, roleFaults }: Pick<ProgramsPlan, "likes" | "roleFaults">, folder: RunFolder): Finder {
  const nodes = places.nodes.map(({ name, number, program }): Asked => ({ name, number, program: program.name, ports: program.ports }))
  const words = new Map<string, LastWord>()
  const wordOf = (pattern: string, of: string | undefined): LastWord => {
    const key = `${of ?? ""} ${pattern}`
    const files = nodes
      .filter(({ program }) => of === undefined || program === of)
      .map(({ name }) => ({ name, file: folder.node(name).output }))
    const word = words.get(key) ?? new LastWord(pattern, files)
    words.set(key, word)
    return word
  }
  const roles = [likes, ...roleFaults.map(({ role }) => role)]
  for (const role of roles) if (typeof role === "object" && role.probe.by === "log") wordOf(role.probe.pattern, role.of)
  for (const { when } of roleFaults) if (when !== undefined && "logs" in when) wordOf(when.logs, undefined)
  const look = (): void => {
    for (const word of words.values()) word.look()
  }
  const looking = words.size === 0 ? undefined : setInterval(look, LOOK_MS)
  return {
    async whoHas(role) {
      if (role.probe.by !== "log") return whoHas(role, nodes, places)
      const name = wordOf(role.probe.pattern, role.of).look()
      return name === undefined ? [] : [name]
    },
    whyNobody: (role) => nobodyWords(role, nodes, places),
    onLog(pattern, heard) {
      const word = wordOf(pattern, undefined)
      word.look() // What was logged before is not awaited any more.
      word.listen(heard)
    },
    close: () => clearInterval(looking),
  }
}
