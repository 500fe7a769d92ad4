/**
 * Roles of nodes, as one writes them: who leads, who is furthest behind. The same idea as roles of programs (`programs/roles.ts`), except that nodes here are not
 * asked: they say it, in their logs or in what they send each other.
 */
import { BadInput } from "../input/complaint.ts"

/** Something that a node does and that is noticed. A number in it is a term, or the figure that is compared. */
export type Sign =
  /** It logs a line like this; its first group is the number. */
  | { readonly by: "log"; readonly pattern: string; readonly flags: "" | "i" }
  /** It sends a message of this type; the number is where the pointer (RFC 6901) says, in the body. */
  | { readonly by: "message"; readonly type: string; readonly at: string }

export interface Role {
  readonly name: string
  readonly sign: Sign
  /** Whoever gave the sign last, of those with the highest number; or whose number is the least, or the most, of all. */
  readonly means: "last" | "least" | "most"
  /** Whoever does this has it no more. */
  readonly not: Sign | undefined
}

const message = (type: string, at = "/term"): Sign => ({ by: "message", type, at })
const leader = (sign: Sign): Role => ({ name: "leader", sign, means: "last", not: undefined })

/** How most implementations of Raft can be told from outside. Of several roles of one name the first that somebody has counts. */
export const knownRoles: readonly Role[] = [
  leader({ by: "log", pattern: "\\b(?:became|becoming|elected|now) (?:as )?(?:the )?leader\\b(?:.*?\\bterm\\D{0,3}(\\d+))?", flags: "i" }),
  ...["append_entries", "AppendEntries", "appendEntries"].map((type) => leader(message(type))),
]

const EXPECTED =
  "NAME=/PATTERN/ or NAME=sends TYPE; before it `least` or `most`, if a number is compared; behind it `not /PATTERN/` or `not sends TYPE`"
const INSTEAD = "--role 'leader=/became leader for term (\\d+)/'"
const WORDS_MAX = 1_000

/** `leader=/became leader for term (\d+)/ not /stepped down/`, `furthest-behind=least sends appended /last_index`. */
export function readRole(words: string): Role {
  const refuse = (saw: string): BadInput => new BadInput({ saw: `--role ${words}: ${saw}`, expected: EXPECTED, instead: INSTEAD })
  if (words.length > WORDS_MAX) throw refuse(`more than ${WORDS_MAX} characters`)
  const [, name, rest = ""] = /^([a-z]+(?:-[a-z]+)*)=(.*)$/s.exec(words) ?? []
  if (name === undefined) throw refuse("no name in small letters before a =")
  if (/-with$/.test(name)) throw refuse("a name that ends like isolate-leader-with-1")
  const [, means = "last", first = ""] = /^(?:(least|most)\s+)?(.*)$/s.exec(rest.trim()) ?? []
  const [sign, behind] = readSign(first, refuse)
  if (means !== "last" && sign.by === "log" && groupsOf(sign.pattern) === 0) throw refuse(`${means} of no number: the pattern has no group`)
  const [, second] = /^\s+not\s+(.*)$/s.exec(behind) ?? []
  if (second === undefined && behind.trim() !== "") throw refuse(`${behind.trim()} at the end`)
  const [not, left] = second === undefined ? [undefined, ""] : readSign(second, refuse)
  if (left.trim() !== "") throw refuse(`${left.trim()} at the end`)
  return { name, sign, means: means as Role["means"], not }
}

/** What the words begin with, and what stands behind it. */
function readSign(words: string, refuse: (saw: string) => BadInput): readonly [sign: Sign, rest: string] {
  const log = /^\/((?:[^/\\]|\\.)+)\/(i?)(?=\s|$)/s.exec(words)
  if (log !== null) {
    const [all, pattern = "", flags] = log
    try {
      new RegExp(pattern, flags)
    } catch (error) {
      throw refuse((error as Error).message)
    }
    return [{ by: "log", pattern, flags: flags as "" | "i" }, words.slice(all.length)]
  }
  const [all = "", type = "", at] = /^sends\s+([^\s/]+)(?:\s+(\/\S+))?/.exec(words) ?? []
  if (type === "")
    throw refuse(words === "" ? "nothing behind the =" : `${words.slice(0, 100)} is neither a pattern between slashes nor \`sends\``)
  return [message(type, at), words.slice(all.length)]
}

const groupsOf = (pattern: string): number => (new RegExp(`${pattern}|`).exec("")?.length ?? 1) - 1

/** Roles of this name: those that somebody gave, or else those that are known. */
export function rolesNamed(name: string, given: readonly Role[]): readonly Role[] {
  const own = given.filter((role) => role.name === name)
  return own.length > 0 ? own : knownRoles.filter((role) => role.name === name)
}

export function describeSign(sign: Sign): string {
  return sign.by === "log" ? `logged /${sign.pattern}/${sign.flags}` : `sent ${sign.type}`
}
