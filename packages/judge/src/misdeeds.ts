/** What the bad actors did, and what honest nodes made of it. */
import type { Micros, NoteEvent } from "@watercooler/kernel"
import type { Evidence } from "./evidence.ts"
import { numberOf, textOf } from "./facts.ts"
import type { MisdeedExpectation } from "./input.ts"

/** All that one bad actor did of one misdeed. */
export interface Deed {
  readonly node: string
  /** The actor's key; undefined where the journal does not say. */
  readonly key: string | undefined
  readonly misdeed: MisdeedExpectation
  readonly acts: readonly NoteEvent[]
}

/** An answer takes its time: an act in the last moments of a run need not have been answered. */
const ANSWER_WITHIN_US: Micros = 2_000_000

/** Who has only just come back need not be in company again; and what is said takes a moment to arrive. */
const BACK_US: Micros = 1_500_000
const HEARD_US: Micros = 250_000

/** Whether any honest node was there to hear it. */
function couldBeHeard({ parties, presence }: Evidence, { t }: NoteEvent): boolean {
  return parties.some(({ honest, name }) => honest && presence.wasAtWork(name, Math.max(0, t - BACK_US), t + HEARD_US))
}

/**
 * Deeds that reached somebody, or were kept from it by a ban. Any other act that notes `peers: 0` was shouted into an empty room.
 */
export function deedsDone(evidence: Evidence): readonly Deed[] {
  const deeds = new Map<string, Deed & { readonly acts: NoteEvent[] }>()
  for (const act of evidence.notes("misdeed")) {
    const misdeed = evidence.misdeeds.find(({ name }) => name === textOf(act.fact, "misdeed"))
    if (!misdeed || evidence.isHonest(act.node)) continue
    const key = evidence.parties.find(({ name }) => name === act.node)?.key || undefined
    const wasBanned = evidence.honestNotes("banned").some((ban) => isBanOf(ban, key) && ban.t <= act.t)
    if ((numberOf(act.fact, "peers") === 0 || !couldBeHeard(evidence, act)) && !wasBanned) continue
    const id = `${act.node} ${misdeed.name}`
    const deed = deeds.get(id) ?? { node: act.node, key, misdeed, acts: [] }
    deed.acts.push(act)
    deeds.set(id, deed)
  }
  return [...deeds.values()]
}

/**
 * The first note by which an honest node refused a deed. Who is banned is not listened to, so a ban before the second act is a
 * refusal too, whatever it was for: one act can come to nothing, as when a lie about the head arrives beside the head.
 */
export function refusalOf(evidence: Evidence, deed: Deed): NoteEvent | undefined {
  const hashes = new Set(deed.acts.map(({ fact }) => textOf(fact, "hash")).filter((hash) => hash !== undefined))
  const since = deed.acts[0]?.t ?? 0
  const heardUntil = deed.acts[1]?.t ?? evidence.endedAt
  const named = (note: NoteEvent, fact: string) => deed.misdeed.refusedAs.includes(textOf(note.fact, fact) ?? "")
  const itself = (note: NoteEvent) => hashes.has(textOf(note.fact, "hash") ?? "")
  const byActor = (note: NoteEvent) => note.t >= since && isFrom(note, deed)
  return (
    evidence.honestNotes("rejected").find((note) => named(note, "code") && (itself(note) || byActor(note))) ??
    evidence.honestNotes("offence").find((note) => named(note, "offence") && byActor(note)) ??
    evidence.honestNotes("banned").find((note) => isBanOf(note, deed.key) && note.t <= heardUntil)
  )
}

export function banOf({ honestNotes }: Evidence, deed: Deed): NoteEvent | undefined {
  return honestNotes("banned").find((note) => isBanOf(note, deed.key))
}

/** So many acts without anybody recognising the actor are no mishap any more. */
const ACTS_UNRECOGNISED_MAX = 2

/**
 * Only a proven key can be banned, and a proof ends with the life of the node that gave it out: what reaches a node which has just been hired
 * back may be refused and yet be held against nobody. False if that is all that happened.
 */
export function wasRecognised(evidence: Evidence, { acts }: Deed): boolean {
  const rejections = evidence.honestNotes("rejected")
  const isMishap = ({ fact }: NoteEvent): boolean => {
    const hash = textOf(fact, "hash")
    const refused = hash === undefined ? [] : rejections.filter((note) => textOf(note.fact, "hash") === hash)
    return refused.length > 0 && refused.every((note) => textOf(note.fact, "peer") === undefined)
  }
  return acts.length > ACTS_UNRECOGNISED_MAX || !acts.every(isMishap)
}

const isBanOf = ({ fact }: NoteEvent, key: string | undefined): boolean => key !== undefined && fact.peer === key

/** Who has not proven who it is has no key in the note: then the code alone must do. */
function isFrom({ fact }: NoteEvent, { key }: Deed): boolean {
  const peer = textOf(fact, "peer")
  return peer === undefined || peer === key
}

/**
 * What depends on the accounts can only be judged of a block that extends the head, or whose branch becomes the longest (section 5 of the protocol, context).
 * A lie that comes a moment after an honest block of its height lies on a side branch, and nobody ever has to look into it.
 */
const JUDGED_ON_THE_MAIN_CHAIN: ReadonlySet<string> = new Set(["overspent", "wrong-nonce"])

/** Without the acts that honest nodes had to store and never had to judge: nothing follows from these. */
export function heldAgainst(evidence: Evidence, deed: Deed): Deed {
  const { refusedAs } = deed.misdeed
  if (refusedAs.length === 0 || !refusedAs.every((code) => JUDGED_ON_THE_MAIN_CHAIN.has(code))) return deed
  return { ...deed, acts: deed.acts.filter((act) => !wasSetAside(evidence, act)) }
}

function wasSetAside({ honestNotes, lineage }: Evidence, { fact }: NoteEvent): boolean {
  const hash = textOf(fact, "hash")
  const height = hash === undefined ? undefined : lineage.heightOf(hash)
  if (hash === undefined || height === undefined) return false
  const isStored = honestNotes("block-stored").some((note) => textOf(note.fact, "hash") === hash)
  const isRejected = honestNotes("rejected").some((note) => textOf(note.fact, "hash") === hash)
  return isStored && !isRejected && !honestNotes("head-moved").some((note) => leadsTo(note, hash, height, lineage))
}

/** Whether somebody took this block, or one that follows it, for the head. */
function leadsTo({ fact }: NoteEvent, hash: string, height: number, lineage: Evidence["lineage"]): boolean {
  const head = textOf(fact, "head")
  const steps = (numberOf(fact, "height") ?? 0) - height
  return head !== undefined && steps >= 0 && lineage.ancestor(head, steps) === hash
}

export const hadTime = ({ endedAt }: Evidence, { acts }: Deed): boolean => acts.some(({ t }) => t + ANSWER_WITHIN_US <= endedAt)
