/** One picture being turned into the next: copied once per batch, so that a long journal is read in linear time. */
import type { NodePicture, NodeState, Picture, Totals } from "./picture.ts"
import { pictureBounds } from "./picture.ts"

export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Containers are copied at most once per batch, nodes when they change. */
export interface Draft
  extends Mutable<Omit<Picture, "nodes" | "totals" | "faults" | "bans" | "rejections" | "rejectionCodes" | "misdeeds" | "blocks">> {
  readonly nodes: Record<string, Mutable<NodePicture>>
  readonly totals: Mutable<Totals>
  readonly faults: Mutable<Picture["faults"][number]>[]
  readonly bans: Picture["bans"][number][]
  readonly rejections: Picture["rejections"][number][]
  readonly rejectionCodes: Record<string, number>
  readonly misdeeds: Record<string, number>
  readonly blocks: Picture["blocks"][number][]
  /** Hashes in `blocks`, and names in `nodes`, so that neither is searched. */
  readonly known: Set<string>
  nodeCount: number
  /** Nodes that this draft has copied already, and may change as they are. */
  readonly own: Set<string>
}

/** Records without a prototype: a node may well be called `constructor`. */
function copy<T>(record: { readonly [key: string]: T }): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, record)
}

export function draftOf(picture: Picture): Draft {
  return {
    ...picture,
    nodes: copy(picture.nodes),
    totals: { ...picture.totals },
    faults: [...picture.faults],
    bans: [...picture.bans],
    rejections: [...picture.rejections],
    rejectionCodes: copy(picture.rejectionCodes),
    misdeeds: copy(picture.misdeeds),
    blocks: [...picture.blocks],
    known: new Set(picture.blocks.map((block) => block.hash)),
    nodeCount: Object.keys(picture.nodes).length,
    own: new Set(),
  }
}

export function pictureOf(draft: Draft): Picture {
  const { known: _known, nodeCount: _nodeCount, own: _own, ...picture } = draft
  return picture
}

export function keepNewest<T>(items: T[], countMax: number): void {
  if (items.length > countMax) items.splice(0, items.length - countMax)
}

export function count(record: Record<string, number>, name: string): void {
  const key = name in record || Object.keys(record).length < pictureBounds.names ? name : "other"
  record[key] = (record[key] ?? 0) + 1
}

/** Changes a node; meets it first, if it is new. Undefined once the picture is full of strangers. */
export function change(draft: Draft, name: string, changes: (node: NodePicture) => Partial<NodePicture>): void {
  const node = nodeOf(draft, name)
  if (node !== undefined) Object.assign(node, changes(node))
}

/** A node that this draft may write to. Undefined once the picture is full of strangers. */
export function nodeOf(draft: Draft, name: string): Mutable<NodePicture> | undefined {
  const before = draft.nodes[name]
  if (before !== undefined && draft.own.has(name)) return before
  const node = before === undefined ? meet(draft, name) : { ...before }
  if (node === undefined) return undefined
  draft.own.add(name)
  draft.nodes[name] = node
  return node
}

function meet(draft: Draft, name: string): Mutable<NodePicture> | undefined {
  if (draft.nodeCount >= pictureBounds.nodes) return undefined
  draft.nodeCount += 1
  return newNode(name, "seen")
}

function newNode(name: string, state: NodeState): Mutable<NodePicture> {
  return {
    name,
    kind: "",
    honest: undefined,
    misdeeds: [],
    endpoint: "",
    key: "",
    state,
    pid: undefined,
    restarts: 0,
    height: undefined,
    head: undefined,
    headAt: undefined,
    peers: [],
    told: [],
    requests: 0,
    failures: 0,
    seenAt: 0,
    reorgs: 0,
    reorgDepthMax: 0,
    rejections: 0,
    misbehaved: 0,
    mined: 0,
    pending: 0,
    duplicates: 0,
  }
}
