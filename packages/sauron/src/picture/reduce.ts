/** The reducer: a picture and what has happened since → the next picture. Pure, so that live view and replay are the same. */
import type { HeaderEvent, JournalEvent } from "@watercooler/kernel"
import { change, type Draft, draftOf, nodeOf, pictureOf } from "./draft.ts"
import { drawFault, drawProcess } from "./faults.ts"
import { drawNote } from "./notes.ts"
import { HELPERS, type Picture, pictureBounds } from "./picture.ts"

/** Answers of one node, counted: what a batch of reports, or one request line of a journal, comes to. */
export interface SeenAnswers {
  readonly node: string
  /** Newest of them. */
  readonly t: number
  readonly requests: number
  readonly failures: number
  /** In and out. */
  readonly bytes?: number
  /** Blocks that it was told of and knew already. */
  readonly duplicates?: number
  /** Where it was asked. */
  readonly endpoint?: string
}

export function reduce(picture: Picture, events: readonly JournalEvent[]): Picture {
  if (events.length === 0) return picture
  const draft = draftOf(picture)
  for (const event of events) drawEvent(draft, event)
  return pictureOf(draft)
}

export function reduceSeen(picture: Picture, seen: readonly SeenAnswers[]): Picture {
  if (seen.length === 0) return picture
  const draft = draftOf(picture)
  for (const answers of seen) drawSeen(draft, answers)
  return pictureOf(draft)
}

/** What one event changes; for whoever has a draft at hand. */
export function drawEvent(draft: Draft, event: JournalEvent): void {
  draft.t = Math.max(draft.t, event.t)
  switch (event.type) {
    case "header":
      return drawHeader(draft, event)
    case "request":
      if (HELPERS.has(event.node)) return undefined
      return drawSeen(draft, {
        node: event.node,
        t: event.t,
        requests: 1,
        failures: event.status === 0 || event.status >= 400 ? 1 : 0,
        duplicates: isKnownBlock(event.method, event.route, event.status) ? 1 : 0,
      })
    case "note":
      // What a program of somebody else says of itself is shown as it is; our words for chains mean nothing in it.
      if (event.fact.told !== undefined) return undefined
      return drawNote(draft, event.node, event.t, event.fact)
    case "process":
      return drawProcess(draft, event)
    case "fault":
      return drawFault(draft, event)
    case "phase":
      draft.phase = event.phase
      return undefined
    case "check": {
      const { name, result, detail } = event
      draft.checks = [...draft.checks.filter((check) => check.name !== name), { name, result, detail }].slice(-pictureBounds.checks)
      return undefined
    }
    case "verdict":
      draft.verdict = { verdict: event.verdict, detail: event.detail }
      return undefined
    default:
      return undefined
  }
}

function drawHeader(draft: Draft, event: HeaderEvent): void {
  draft.run = event.run
  draft.seed = event.seed
  draft.world = event.world
  draft.rules = event.rules
  for (const { name, kind, honest, misdeeds, endpoint, key, peers = [] } of event.parties) {
    const told = peers.slice(0, pictureBounds.peersPerNode)
    change(draft, name, (node) => ({ kind, honest, misdeeds, endpoint, key, told, ...(node.peers.length === 0 ? { peers: told } : {}) }))
  }
}

export function drawSeen(draft: Draft, seen: SeenAnswers): void {
  draft.t = Math.max(draft.t, seen.t)
  draft.totals.requests += seen.requests
  draft.totals.failures += seen.failures
  const node = nodeOf(draft, seen.node)
  if (node === undefined) return
  node.requests += seen.requests
  node.failures += seen.failures
  node.duplicates += seen.duplicates ?? 0
  node.seenAt = Math.max(node.seenAt, seen.t)
  if (node.endpoint === "" && seen.endpoint !== undefined) node.endpoint = seen.endpoint
}

/** A node that is told of a block answers 201 if it is new to it, and 200 if it is not. */
export function isKnownBlock(method: string, route: string, status: number): boolean {
  return status === 200 && method === "POST" && route === "/block"
}
