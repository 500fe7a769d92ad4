/** One history being turned into the next: containers are copied once per batch, what is in them when it changes. */
import type { Mutable } from "./draft.ts"
import { type BlockHistory, type History, historyBounds } from "./history.ts"

export interface Chronicle {
  readonly names: string[]
  readonly places: Map<string, number>
  /** Wires by number, and those that are new in this draft. */
  readonly wired: ReadonlySet<number>
  readonly freshWires: Set<number>
  wires: readonly number[]
  readonly lanes: Record<string, History["lanes"][string]>
  readonly bans: History["bans"][number][]
  readonly faults: History["faults"][number][]
  readonly reorgs: History["reorgs"][number][]
  readonly told: History["told"][number][]
  readonly phases: History["phases"][number][]
  readonly blocks: Record<string, BlockHistory>
  readonly transfers: Record<string, History["transfers"][string]>
  readonly left: Record<string, number>
  series: History["series"]
  /** Blocks that this draft has copied already. */
  readonly own: Map<string, OwnBlock>
  /** The bucket that is being filled; it belongs to this draft. */
  bucket: Mutable<History["series"]["buckets"][number]> | undefined
  blockCount: number
  holderCount: number
  transferCount: number
  /** Names by key and by endpoint, for whom a node speaks of. */
  readonly aliases: Map<string, string>
}

export type OwnBlock = Mutable<Omit<BlockHistory, "holders">> & { holders: number[] }

function copy<T>(record: { readonly [key: string]: T }): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, record)
}

export function chronicleOf(
  history: History,
  nodes: { readonly [name: string]: { readonly key: string; readonly endpoint: string } },
): Chronicle {
  const blocks = copy(history.blocks)
  const aliases = new Map<string, string>()
  for (const name of Object.keys(nodes)) addAliases(aliases, name, nodes[name])
  return {
    names: [...history.names],
    places: new Map(history.names.map((name, place) => [name, place])),
    wires: history.wires,
    wired: wiredIn(history.wires),
    freshWires: new Set(),
    lanes: copy(history.lanes),
    bans: [...history.bans],
    faults: [...history.faults],
    reorgs: [...history.reorgs],
    told: [...history.told],
    phases: [...history.phases],
    blocks,
    transfers: copy(history.transfers),
    left: copy(history.left),
    series: history.series,
    own: new Map(),
    bucket: undefined,
    blockCount: Object.keys(blocks).length,
    holderCount: Object.values(blocks).reduce((sum, { holders }) => sum + holders.length, 0),
    transferCount: Object.keys(history.transfers).length,
    aliases,
  }
}

export function addAliases(
  aliases: Map<string, string>,
  name: string,
  node: { readonly key: string; readonly endpoint: string } | undefined,
): void {
  if (node === undefined) return
  if (node.key !== "") aliases.set(node.key, name)
  if (node.endpoint !== "") aliases.set(node.endpoint, name)
}

export function historyFrom(chronicle: Chronicle): History {
  const { names, lanes, bans, faults, reorgs, told, phases, blocks, transfers, series, left } = chronicle
  const wires = chronicle.freshWires.size === 0 ? chronicle.wires : [...chronicle.wires, ...[...chronicle.freshWires].flatMap(endsOf)]
  return { names, wires, lanes, bans, faults, reorgs, told, phases, blocks, transfers, series, left }
}

const WIDEST = 4_096
const endsOf = (wire: number): number[] => [Math.floor(wire / WIDEST), wire % WIDEST]

/** The wires of a history as a set, which belongs to that list of them and is made once. */
const sets = new WeakMap<readonly number[], ReadonlySet<number>>()
function wiredIn(wires: readonly number[]): ReadonlySet<number> {
  const known = sets.get(wires)
  if (known !== undefined) return known
  const set = new Set<number>()
  for (let at = 0; at + 1 < wires.length; at += 2) set.add((wires[at] ?? 0) * WIDEST + (wires[at + 1] ?? 0))
  sets.set(wires, set)
  return set
}

/** Two nodes know each other, by their places. */
export function wire(chronicle: Chronicle, a: number, b: number): void {
  if (a < 0 || b < 0 || a === b) return
  const number = Math.min(a, b) * WIDEST + Math.max(a, b)
  if (chronicle.wired.has(number) || chronicle.wires.length + 2 * chronicle.freshWires.size >= historyBounds.wires) return
  chronicle.freshWires.add(number)
}

/** Where a node stands among the names; -1 once there are too many, or for nobody. */
export function placeOf(chronicle: Chronicle, name: string, namesMax: number): number {
  const known = chronicle.places.get(name)
  if (known !== undefined) return known
  if (chronicle.names.length >= namesMax) return -1
  chronicle.places.set(name, chronicle.names.length)
  return chronicle.names.push(name) - 1
}

/** Adds to a list that holds so many at most; what no longer fits is counted. The oldest stay: they are what later things are measured against. */
export function push<K extends "bans" | "faults" | "reorgs" | "told" | "phases">(
  chronicle: Chronicle,
  list: K,
  item: History[K][number],
): void {
  const items = chronicle[list] as History[K][number][]
  if (items.length < historyBounds[list]) items.push(item)
  else chronicle.left[list] = (chronicle.left[list] ?? 0) + 1
}
