/** What becomes of blocks: who mined one, who stored it, when, and from whom. Notes come from nodes, bad ones too. */
import type { Json, Note } from "@watercooler/kernel"
import { type Chronicle, type OwnBlock, placeOf, wire } from "./chronicle.ts"
import { historyBounds } from "./history.ts"
import { pictureBounds } from "./picture.ts"

/** A range of blocks that a node took in at once; a liar's is no longer than this. */
const RANGE_MAX = 2_048

export function chronicleNote(chronicle: Chronicle, node: string, t: number, note: Note): void {
  switch (note.note) {
    case "block-mined": {
      const block = blockOf(chronicle, text(note.hash), number(note.height), t)
      block.miner ??= node
      block.transaction ??= text(note.transaction)
      return
    }
    case "block-stored": {
      const block = blockOf(chronicle, text(note.hash), number(note.height), t)
      if (block.previous === "") block.previous = text(note.previous)
      const from = text(note.from)
      return hold(chronicle, block, node, t, from === "own" ? node : chronicle.aliases.get(from))
    }
    case "range-stored":
      return holdRange(chronicle, node, t, note)
    case "peer-added": {
      return acquaint(chronicle, node, text(note.endpoint), text(note.peer))
    }
    case "transfer-accepted":
      return chronicleTransfer(chronicle, node, t, note)
    default:
      return
  }
}

/** A node knows another, by one of its addresses or its key. */
export function acquaint(chronicle: Chronicle, node: string, ...addresses: readonly string[]): void {
  const peer = addresses.map((address) => chronicle.aliases.get(address)).find((name) => name !== undefined)
  if (peer !== undefined) wire(chronicle, placeOf(chronicle, node, pictureBounds.nodes), placeOf(chronicle, peer, pictureBounds.nodes))
}

function holdRange(chronicle: Chronicle, node: string, t: number, note: Note): void {
  const from = chronicle.aliases.get(text(note.from))
  const lowest = number(note.previousHeight)
  let hash = text(note.head)
  for (let steps = 0; steps < RANGE_MAX; steps++) {
    const known = chronicle.blocks[hash]
    if (known === undefined || known.height <= lowest) return
    hold(chronicle, blockOf(chronicle, hash, known.height, t), node, t, from)
    hash = known.previous
  }
}

function hold(chronicle: Chronicle, block: OwnBlock, node: string, t: number, from: string | undefined): void {
  const place = placeOf(chronicle, node, pictureBounds.nodes)
  if (place < 0) return
  for (let at = 0; at < block.holders.length; at += 3) if (block.holders[at] === place) return
  block.holders.push(place, t, from === undefined ? -1 : placeOf(chronicle, from, pictureBounds.nodes))
  chronicle.holderCount += 3
  if (chronicle.holderCount > historyBounds.holders) forgetHolders(chronicle)
}

function blockOf(chronicle: Chronicle, hash: string, height: number, t: number): OwnBlock {
  const own = chronicle.own.get(hash)
  if (own !== undefined) return own
  const before = chronicle.blocks[hash]
  const block: OwnBlock =
    before === undefined
      ? { hash, height, previous: "", t, miner: undefined, transaction: undefined, holders: [] }
      : { ...before, holders: [...before.holders] }
  if (before === undefined && ++chronicle.blockCount > historyBounds.blocks) forgetBlock(chronicle)
  chronicle.own.set(hash, block)
  chronicle.blocks[hash] = block
  return block
}

/** Blocks are kept in the order in which they were met, so the first is the oldest. */
function forgetBlock(chronicle: Chronicle): void {
  for (const hash in chronicle.blocks) {
    chronicle.holderCount -= chronicle.blocks[hash]?.holders.length ?? 0
    delete chronicle.blocks[hash]
    chronicle.own.delete(hash)
    chronicle.blockCount--
    chronicle.left.blocks = (chronicle.left.blocks ?? 0) + 1
    return
  }
}

function forgetHolders(chronicle: Chronicle): void {
  for (const hash in chronicle.blocks) {
    const block = chronicle.blocks[hash]
    if (block === undefined || block.holders.length === 0) continue
    chronicle.holderCount -= block.holders.length
    const without = { ...block, holders: [] }
    chronicle.blocks[hash] = without
    if (chronicle.own.has(hash)) chronicle.own.set(hash, without)
    chronicle.left.journeys = (chronicle.left.journeys ?? 0) + 1
    return
  }
}

function chronicleTransfer(chronicle: Chronicle, node: string, t: number, note: Note): void {
  const id = text(note.transaction)
  if (chronicle.transfers[id] !== undefined) return
  chronicle.transfers[id] = { id, t, node, from: text(note.from), to: text(note.to), amount: number(note.amount) }
  if (++chronicle.transferCount <= historyBounds.transfers) return
  for (const oldest in chronicle.transfers) {
    delete chronicle.transfers[oldest]
    chronicle.transferCount--
    chronicle.left.transfers = (chronicle.left.transfers ?? 0) + 1
    return
  }
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value.slice(0, 256) : ""
}

function number(value: Json | undefined): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0
}
