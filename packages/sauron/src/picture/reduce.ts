/** The reducer: a picture and what has happened since → the next picture. Pure, so that live view and replay are the same. */
import type { HeaderEvent, JournalEvent } from "@watercooler/kernel"
import { change, type Draft, draftOf, pictureOf } from "./draft.ts"
import { drawFault, drawProcess } from "./faults.ts"
import { drawNote } from "./notes.ts"
import { type Picture, pictureBounds } from "./picture.ts"

/** Answers of one node, counted: what a batch of reports, or one request line of a journal, comes to. */
export interface SeenAnswers {
  readonly node: string
  /** Newest of them. */
  readonly t: number
  readonly requests: number
  readonly failures: number
  /** Where it was asked. */
  readonly endpoint?: string
}

export function reduce(picture: Picture, events: readonly JournalEvent[]): Picture {
  if (events.length === 0) return picture
  const draft = draftOf(picture)
  for (const event of events) draw(draft, event)
  return pictureOf(draft)
}

export function reduceSeen(picture: Picture, seen: readonly SeenAnswers[]): Picture {
  if (seen.length === 0) return picture
  const draft = draftOf(picture)
  for (const answers of seen) drawSeen(draft, answers)
  return pictureOf(draft)
}

function draw(draft: Draft, event: JournalEvent): void {
  draft.t = Math.max(draft.t, event.t)
  switch (event.type) {
    case "header":
      return drawHeader(draft, event)
    case "request":
      return drawSeen(draft, { node: event.node, t: event.t, requests: 1, failures: event.status === 0 || event.status >= 400 ? 1 : 0 })
    case "note":
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
  for (const { name, kind, honest, misdeeds, endpoint, key } of event.parties) {
    change(draft, name, () => ({ kind, honest, misdeeds, endpoint, key }))
  }
}

function drawSeen(draft: Draft, seen: SeenAnswers): void {
  draft.t = Math.max(draft.t, seen.t)
  draft.totals.requests += seen.requests
  draft.totals.failures += seen.failures
  change(draft, seen.node, (node) => ({
    requests: node.requests + seen.requests,
    failures: node.failures + seen.failures,
    seenAt: Math.max(node.seenAt, seen.t),
    ...(node.endpoint === "" && seen.endpoint !== undefined ? { endpoint: seen.endpoint } : {}),
  }))
}
