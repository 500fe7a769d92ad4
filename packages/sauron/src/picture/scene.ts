/** A scene is a picture and the history that led to it. One pass over the events makes both; pure, so that live view, replay and report agree. */
import type { JournalEvent, Note } from "@watercooler/kernel"
import { addAliases, type Chronicle, chronicleOf, historyFrom, placeOf, push } from "./chronicle.ts"
import { type Draft, draftOf, pictureOf } from "./draft.ts"
import { faultAfter } from "./faults.ts"
import { emptyHistory, type History, historyBounds } from "./history.ts"
import { acquaint, chronicleNote } from "./journeys.ts"
import { emptyPicture, HELPERS, type NodeState, type Picture, pictureBounds } from "./picture.ts"
import { drawEvent, drawSeen, type SeenAnswers } from "./reduce.ts"
import { bucketAt, close, countIn, countLoad, countVitals, type Vitals } from "./series.ts"

export interface Scene {
  readonly picture: Picture
  readonly history: History
}

export const emptyScene: Scene = { picture: emptyPicture, history: emptyHistory }

export interface News {
  readonly events?: readonly JournalEvent[]
  readonly seen?: readonly SeenAnswers[]
  /** In the order in which they were told. */
  readonly vitals?: readonly Vitals[]
}

export function advance({ picture, history }: Scene, { events = [], seen = [], vitals = [] }: News): Scene {
  if (events.length + seen.length + vitals.length === 0) return { picture, history }
  const draft = draftOf(picture)
  const chronicle = chronicleOf(history, picture.nodes)
  // A step of a long journal covers many seconds: what was told on the way belongs to its own time, not to the end of the step.
  let told = 0
  const tellUntil = (t: number) => {
    for (let vital = vitals[told]; vital !== undefined && vital.t <= t; vital = vitals[++told]) countVitals(chronicle, draft, vital)
  }
  for (const event of events) {
    tellUntil(event.t)
    chronicled(chronicle, draft, event)
  }
  for (const answers of seen) {
    drawSeen(draft, answers)
    chronicleSeen(chronicle, draft, answers)
  }
  tellUntil(Number.POSITIVE_INFINITY)
  close(chronicle, draft)
  return { picture: pictureOf(draft), history: historyFrom(chronicle) }
}

function chronicled(chronicle: Chronicle, draft: Draft, event: JournalEvent): void {
  // The bucket before is closed with the state before, so it must come first.
  const bucket = bucketAt(chronicle, draft, event.t)
  const state = event.type === "process" ? draft.nodes[event.subject]?.state : undefined
  drawEvent(draft, event)
  switch (event.type) {
    case "header":
      for (const { name } of event.parties) {
        placeOf(chronicle, name, pictureBounds.nodes)
        addAliases(chronicle.aliases, name, draft.nodes[name])
      }
      for (const { name, peers = [] } of event.parties)
        for (const peer of peers.slice(0, pictureBounds.peersPerNode)) acquaint(chronicle, name, peer)
      return
    case "request":
      countIn(bucket, "requests")
      if (event.status === 0 || event.status >= 400) countIn(bucket, "failures")
      countIn(bucket, "bytes", number(event.bytesIn) + number(event.bytesOut))
      if (!HELPERS.has(event.node)) countLoad(chronicle, bucket, event.node, 1)
      return
    case "note":
      return noted(chronicle, draft, bucket, event)
    case "process": {
      const now = draft.nodes[event.subject]?.state
      if (now !== undefined && now !== state) change(chronicle, event.subject, event.t, now)
      return
    }
    case "fault": {
      const at = chronicle.faults.findLastIndex(({ id }) => id === event.id)
      if (at < 0) push(chronicle, "faults", faultAfter(undefined, event))
      else chronicle.faults[at] = faultAfter(chronicle.faults[at], event)
      return
    }
    case "phase":
      return push(chronicle, "phases", { t: event.t, phase: event.phase })
    default:
      return
  }
}

function noted(
  chronicle: Chronicle,
  draft: Draft,
  bucket: ReturnType<typeof bucketAt>,
  { node, t, fact }: Extract<JournalEvent, { type: "note" }>,
): void {
  if (HELPERS.has(node)) return
  if (fact.told !== undefined) return push(chronicle, "told", { t, node, text: toldText(fact) })
  chronicleNote(chronicle, node, t, fact)
  switch (fact.note) {
    case "head-moved": {
      const depth = number(fact.reorgDepth)
      if (depth <= 0) return
      countIn(bucket, "reorgs")
      bucket.reorgDepth = Math.max(bucket.reorgDepth, depth)
      return push(chronicle, "reorgs", { t, node, depth, height: number(fact.height) })
    }
    case "block-mined":
      return countIn(bucket, "blocks")
    case "transfer-accepted":
      return countIn(bucket, "transfers")
    case "rejected":
      return countIn(bucket, "refusals")
    case "banned": {
      const ban = draft.bans.at(-1)
      if (ban !== undefined) push(chronicle, "bans", { who: chronicle.aliases.get(ban.peer) ?? ban.peer, by: node, t, until: ban.until })
      return
    }
    case "unbanned": {
      const who = chronicle.aliases.get(String(fact.peer)) ?? String(fact.peer)
      chronicle.bans.forEach((span, at) => {
        if (span.by === node && span.who === who && span.until > t) chronicle.bans[at] = { ...span, until: t }
      })
      return
    }
    default:
      return
  }
}

function change(chronicle: Chronicle, node: string, t: number, state: NodeState): void {
  const lane = chronicle.lanes[node] ?? []
  if (chronicle.lanes[node] === undefined && placeOf(chronicle, node, pictureBounds.nodes) < 0) return
  if (lane.length >= historyBounds.laneChanges) chronicle.left.lanes = (chronicle.left.lanes ?? 0) + 1
  chronicle.lanes[node] = [...lane.slice(-(historyBounds.laneChanges - 1)), { t, state }]
}

function chronicleSeen(chronicle: Chronicle, draft: Draft, { node, t, requests, failures, bytes = 0 }: SeenAnswers): void {
  const bucket = bucketAt(chronicle, draft, t)
  countIn(bucket, "requests", requests)
  countIn(bucket, "failures", failures)
  countIn(bucket, "bytes", bytes)
  countLoad(chronicle, bucket, node, requests)
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0
}

const TOLD_CHARS_MAX = 160

/** `became-leader: term 3`, `log: info, listening`, `span: apply, 5 ms`. */
function toldText({ note, told: _told, ...facts }: Note): string {
  const { attributes: _attributes, durationUs, name, severity, text, ...rest } = facts
  const plain = [severity, name, text, ...(typeof durationUs === "number" ? [`${Math.round(durationUs / 100) / 10} ms`] : [])]
  const own = Object.entries(rest).flatMap(([key, value]) =>
    note === "span" || note === "log" || typeof value === "object" ? [] : [`${key} ${value}`],
  )
  const words = [...plain.filter((word) => word !== undefined && word !== "").map(String), ...own].join(", ")
  return (words === "" ? note : `${note}: ${words}`).slice(0, TOLD_CHARS_MAX)
}
