/** What a node's own notes change in the picture. Notes come from nodes, bad ones too: nothing in them is taken for granted. */
import type { Json, Note } from "@watercooler/kernel"
import { change, count, type Draft, keepNewest } from "./draft.ts"
import { HELPERS, pictureBounds } from "./picture.ts"

export function drawNote(draft: Draft, node: string, t: number, note: Note): void {
  if (HELPERS.has(node)) return
  switch (note.note) {
    case "head-moved":
      return drawHead(draft, node, t, note)
    case "woke":
      return change(draft, node, () => ({ height: number(note.height), head: text(note.head), headAt: t }))
    case "synced":
      return change(draft, node, () => ({ height: number(note.height) }))
    case "peer-added":
      return change(draft, node, ({ peers }) => {
        const endpoint = text(note.endpoint)
        return peers.includes(endpoint) || peers.length >= pictureBounds.peersPerNode ? {} : { peers: [...peers, endpoint] }
      })
    case "peer-dropped":
      return change(draft, node, ({ peers }) => ({ peers: peers.filter((peer) => peer !== note.endpoint) }))
    case "block-mined":
      draft.totals.blocks += 1
      return change(draft, node, ({ mined, pending }) => ({ mined: mined + 1, pending: Math.max(0, pending - 1) }))
    case "block-stored":
      return drawBlock(draft, note)
    case "transfer-accepted":
      draft.totals.transfers += 1
      return change(draft, node, ({ pending }) => ({ pending: pending + 1 }))
    case "rejected":
      return drawRejection(draft, node, t, note)
    case "misdeed":
      draft.totals.misdeeds += 1
      count(draft.misdeeds, text(note.misdeed))
      return change(draft, node, ({ misbehaved }) => ({ misbehaved: misbehaved + 1 }))
    case "banned":
      draft.totals.bans += 1
      draft.bans.push({ by: node, peer: text(note.peer), t, until: t + number(note.forUs), lifted: false })
      return keepNewest(draft.bans, pictureBounds.bans)
    case "unbanned":
      draft.bans.forEach((ban, at) => {
        if (ban.by === node && ban.peer === note.peer) draft.bans[at] = { ...ban, lifted: true }
      })
      return undefined
    default:
      return undefined
  }
}

function drawHead(draft: Draft, node: string, t: number, note: Note): void {
  const depth = number(note.reorgDepth)
  if (depth > 0) draft.totals.reorgs += 1
  const before = draft.nodes[node]
  // Who goes on by one block tells what that block stands on, perhaps before anybody has told that it was stored.
  if (depth === 0 && before?.honest !== false && before?.head !== undefined && before.head === note.previous)
    if (number(note.height) === (before.height ?? -1) + 1)
      drawBlock(draft, { note: note.note, hash: note.head, height: note.height, previous: note.previous })
  change(draft, node, ({ reorgs, reorgDepthMax }) => ({
    height: number(note.height),
    head: text(note.head),
    headAt: t,
    reorgs: reorgs + (depth > 0 ? 1 : 0),
    reorgDepthMax: Math.max(reorgDepthMax, depth),
  }))
}

function drawBlock(draft: Draft, note: Note): void {
  const hash = text(note.hash)
  if (draft.known.has(hash)) return
  draft.known.add(hash)
  draft.blocks.push({ hash, height: number(note.height), previous: text(note.previous) })
  const forgotten = draft.blocks.length > pictureBounds.blocks ? draft.blocks.shift() : undefined
  if (forgotten !== undefined) draft.known.delete(forgotten.hash)
}

function drawRejection(draft: Draft, node: string, t: number, note: Note): void {
  const code = text(note.code)
  draft.totals.rejections += 1
  count(draft.rejectionCodes, code)
  draft.rejections.push({ t, node, what: text(note.what), code, peer: note.peer === undefined ? undefined : text(note.peer) })
  keepNewest(draft.rejections, pictureBounds.rejections)
  change(draft, node, ({ rejections }) => ({ rejections: rejections + 1 }))
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value.slice(0, 256) : ""
}

function number(value: Json | undefined): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0
}
