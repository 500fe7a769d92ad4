/** One pass over the journal, laid out so that each check finds what it looks at. */
import type { FaultEvent, JournalEvent, Json, Micros, NoteEvent, Party, ProcessEvent } from "@watercooler/kernel"
import { ChainBook } from "./chains.ts"
import { type Genesis, readGenesis } from "./crapcoin/index.ts"
import type { FinalState, JudgeInput, MisdeedExpectation } from "./input.ts"
import { Lineage } from "./lineage.ts"
import { Presence } from "./presence.ts"

const DEPTH_DEFAULT = 6

export interface Evidence {
  readonly network: string
  readonly genesis: Genesis | undefined
  /** A block this deep is settled. */
  readonly k: number
  readonly parties: readonly Party[]
  /** Final states of honest nodes that have a chain to show, whether or not they still answer. */
  readonly honest: readonly FinalState[]
  readonly finals: readonly FinalState[]
  readonly misdeeds: readonly MisdeedExpectation[]
  readonly faults: readonly FaultEvent[]
  readonly presence: Presence
  readonly hasHeader: boolean
  readonly journalGaps: number
  /** When the storm ended; undefined if the run was cut off before. */
  readonly calmAt: Micros | undefined
  /** Time of the last line. */
  readonly endedAt: Micros
  /** Every block that honest nodes have told of, and its parent. */
  readonly lineage: Lineage
  readonly chains: ChainBook
  isHonest(node: string): boolean
  /** Who has this key. */
  ownerOf(key: string): Party | undefined
  /** All notes of one kind, oldest first. */
  notes(kind: string): readonly NoteEvent[]
  /** Those that honest nodes wrote. A liar may note what it likes. */
  honestNotes(kind: string): readonly NoteEvent[]
}

export function gather(input: JudgeInput): Evidence {
  const journal = read(input.events)
  const rules = isRecord(input.rules) ? input.rules : {}
  const genesis = readGenesis(rules.genesis)
  const honestNames = new Set([...journal.parties, ...named(input.finals)].filter(({ honest }) => honest).map(({ name }) => name))
  const owners = new Map(journal.parties.filter(({ key }) => key !== "").map((party) => [party.key, party]))
  const notes = (kind: string) => journal.notes.get(kind) ?? []
  const honestNotes = (kind: string) => notes(kind).filter(({ node }) => honestNames.has(node))
  const honest = input.finals.filter(({ honest, reachable, blocks }) => honest && (reachable || blocks.length > 0))
  const chains = new ChainBook(genesis, input.crypto)
  return {
    network: typeof rules.network === "string" ? rules.network : "",
    genesis,
    k: typeof rules.k === "number" ? rules.k : DEPTH_DEFAULT,
    parties: journal.parties,
    finals: input.finals,
    honest,
    misdeeds: input.misdeeds,
    faults: journal.faults,
    presence: new Presence(journal.processes),
    hasHeader: journal.hasHeader,
    journalGaps: input.journalGaps,
    calmAt: journal.calmAt,
    endedAt: journal.endedAt,
    lineage: new Lineage(chains.genesisHash, honestNotes("block-stored"), honest),
    chains,
    isHonest: (node) => honestNames.has(node),
    ownerOf: (key) => owners.get(key),
    notes,
    honestNotes,
  }
}

function read(events: Iterable<JournalEvent>) {
  const notes = new Map<string, NoteEvent[]>()
  const faults: FaultEvent[] = []
  const processes: ProcessEvent[] = []
  let parties: readonly Party[] = []
  let hasHeader = false
  let calmAt: Micros | undefined
  let endedAt = 0
  for (const event of events) {
    endedAt = Math.max(endedAt, event.t)
    if (event.type === "header") {
      hasHeader = true
      parties = event.parties
    } else if (event.type === "note") {
      const kind = event.fact.note
      const sameKind = notes.get(kind)
      if (sameKind) sameKind.push(event)
      else notes.set(kind, [event])
    } else if (event.type === "fault") faults.push(event)
    // In the calm everybody comes back, and after it everybody goes home: neither says who could hear what in the storm.
    else if (event.type === "process" && calmAt === undefined) processes.push(event)
    else if (event.type === "phase" && event.phase === "calm") calmAt ??= event.t
  }
  return { notes, faults, processes, parties, hasHeader, calmAt, endedAt }
}

const named = (finals: readonly FinalState[]) => finals.map(({ node, honest }) => ({ name: node, honest }))

function isRecord(value: Json): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
