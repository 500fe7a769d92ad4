/** `any` on a side of links: somebody who is drawn each time that the entry happens, from all honest nodes that it does not name itself. */
import { linkFaultKinds } from "@watercooler/boss/faults"
import type { Path } from "../read/path.ts"
import type { FaultEntry, Verb } from "../schema/faults.ts"
import type { Target } from "./faults.ts"
import { Objections } from "./objections.ts"
import type { NodeWords, Roster } from "./roster.ts"

const ANY = "any"
const sideKeys = ["from", "to", "between"] as const
/** In `from` and `to` these may well be all, whoever is drawn among them. */
const crowds = ["all", "honest", "shits", "others"]

type SideWords = NodeWords | readonly NodeWords[]

/** From whom, and how many: each `any` is somebody else. Undefined where nobody is drawn. */
export function drawnForLinks(entry: FaultEntry, verb: Verb, path: Path, roster: Roster, objections: Objections): Target | undefined {
  if (!linkFaultKinds.some((kind) => kind === verb)) return undefined
  const words = sidesOf(entry[verb]).flatMap(({ key, words }) => words.flat().map((word) => ({ key, word })))
  const any = words.filter(({ word }) => word === ANY).length
  if (any === 0) return undefined
  const named = words.filter(({ key, word }) => word !== ANY && word !== "others" && (key === "between" || !crowds.includes(word)))
  // Who is named and not there is objected to where the links are made.
  const elsewhere = new Set(named.flatMap(({ word }) => roster.resolve(word, path, new Objections())))
  const pool = roster.names.filter((name) => roster.isHonest(name) && !elsewhere.has(name))
  if (pool.length < any)
    objections.add(
      [...path, verb],
      `${any === 1 ? "nobody is" : `only ${pool.length} of ${any} are`} left to be drawn`,
      "`any`, beside others who are not all",
      `${verb}: [any, others]`,
    )
  return { pool, any }
}

/** The same entry with these names, one for each `any`. */
export function withDrawn(entry: FaultEntry, verb: Verb, names: readonly string[]): FaultEntry {
  const left = [...names]
  const named = (words: unknown): unknown => {
    if (Array.isArray(words)) return words.map(named)
    return words === ANY ? (left.shift() ?? words) : words
  }
  const words = entry[verb]
  const sides = sidesOf(words)
  if (sides.length === 0) return entry
  if (Array.isArray(words)) return { ...entry, [verb]: named(words) }
  return { ...entry, [verb]: { ...(words as object), ...Object.fromEntries(sides.map(({ key, words }) => [key, named(words)])) } }
}

/** The sides that the words of a link fault name; none, for faults of anything else. */
function sidesOf(words: unknown): readonly { readonly key: (typeof sideKeys)[number]; readonly words: readonly NodeWords[] }[] {
  if (typeof words !== "object" || words === null) return []
  if (Array.isArray(words)) return [{ key: "between", words: words as readonly NodeWords[] }]
  return sideKeys.flatMap((key) => {
    const side = (words as { readonly [key in (typeof sideKeys)[number]]?: SideWords })[key]
    return side === undefined ? [] : [{ key, words: typeof side === "string" ? [side] : side }]
  })
}
