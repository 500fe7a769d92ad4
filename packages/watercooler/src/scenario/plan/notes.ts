/** The notes that nodes write, and the facts in each, for faults that wait for one. Tests compare both with what the nodes' sources write. */
import { nearest } from "../../input/suggest.ts"
import type { Path } from "../read/path.ts"
import type { Objections } from "./objections.ts"

type Fact = "text" | "number" | "flag"

const text = "text"
const number = "number"
const flag = "flag"

/** Facts that are tables are left out: nobody can wait for one. */
export const NOTE_FACTS = {
  banned: { peer: text, endpoint: text, forUs: number },
  "block-mined": { hash: text, height: number, transaction: text },
  "block-stored": { hash: text, height: number, previous: text, from: text },
  "head-moved": { height: number, head: text, previous: text, reorgDepth: number },
  leaving: { peers: number },
  misdeed: {
    misdeed: text,
    hash: text,
    peers: number,
    accomplices: number,
    block: text,
    blocks: number,
    copies: number,
    ghosts: number,
    messages: number,
    rival: text,
    shownTo: number,
    sybils: number,
  },
  offence: { peer: text, offence: text, points: number, total: number },
  "peer-added": { endpoint: text, peer: text, from: text },
  "peer-dropped": { endpoint: text, because: text },
  "range-stored": { from: text, previous: text, previousHeight: number, height: number, head: text },
  rejected: { what: text, code: text, peer: text, link: text, hash: text },
  synced: { height: number, peers: number },
  "transfer-accepted": { transaction: text, from: text, to: text, amount: number },
  "transfer-acknowledged": { transaction: text, by: text },
  "transfer-confirmed": { transaction: text, nonce: number, block: text, height: number },
  "transfer-failed": { endpoint: text, delivery: text, because: text },
  "transfer-refused": { code: text, by: text },
  unbanned: { peer: text },
  woke: { height: number, head: text, emptyDisk: flag },
  "workload-stopped": {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, Fact>>>>

export const NOTES = Object.keys(NOTE_FACTS)

const WORDS: Readonly<Record<Fact, string>> = { text: "a word", number: "a number", flag: "true or false" }
const EXAMPLES: Readonly<Record<Fact, string>> = { text: "b1", number: "10", flag: "true" }

type Where = Readonly<Record<string, string | number | boolean>>

/** A note that nobody ever writes would be waited for in silence, and so would one with a fact that it never has. `path`: of the `when`. */
export function checkNote(note: string, where: Where | undefined, path: Path, objections: Objections): void {
  const facts: Readonly<Record<string, Fact>> | undefined = NOTE_FACTS[note as keyof typeof NOTE_FACTS]
  if (facts === undefined) {
    const near = nearest(note, NOTES)
    const expected = near === undefined ? `a note that nodes write: ${NOTES.join(", ")}` : `a note that nodes write. Did you mean ${near}?`
    return objections.add([...path, "notes"], `nobody notes ${note}`, expected, `notes: ${near ?? "head-moved"}`)
  }
  for (const [fact, value] of Object.entries(where ?? {})) {
    const kind = facts[fact]
    if (kind === undefined) unknownFact(note, fact, Object.keys(facts), path, objections)
    else if (kindOf(value) !== kind)
      objections.add(
        [...path, "where", fact],
        `${fact}: ${value}`,
        `${WORDS[kind]}, which is what ${note} has there`,
        `${fact}: ${EXAMPLES[kind]}`,
      )
  }
}

function unknownFact(note: string, fact: string, known: readonly string[], path: Path, objections: Objections): void {
  const near = nearest(fact, known)
  const all = known.length === 0 ? `no fact at all: ${note} has none` : `a fact of ${note}: ${known.join(", ")}`
  const expected = near === undefined ? all : `a fact of ${note}. Did you mean ${near}?`
  objections.add([...path, "where", fact], `${note} has no ${fact}`, expected, near ?? known[0] ?? "no `where`", "key")
}

function kindOf(value: string | number | boolean): Fact {
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "flag"
}
