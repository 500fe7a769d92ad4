/** By whom a node joins that nobody has told otherwise: by the tracker, or without one by the first full node. */
import type { PlannedNode } from "./plan.ts"

interface Somebody {
  readonly name: string
  readonly kind: string
}

export function firstFull<Node extends Somebody>(nodes: readonly Node[]): Node | undefined {
  return nodes.find(({ kind }) => kind === "bigload" || kind === "bigcrap")
}

/** Names. Empty: by the tracker, or by nobody, as a wall does and the first full node itself. */
export function joinsBy({ name, kind }: Somebody, nodes: readonly Somebody[], hasTracker: boolean): readonly string[] {
  if (hasTracker || kind === "wall") return []
  const first = firstFull(nodes)?.name
  return first === undefined || first === name ? [] : [first]
}

/** Of a plan that has changed: whoever has nobody left by whom it joins, joins as if nobody had told it otherwise. */
export function rejoined(nodes: readonly PlannedNode[], hasTracker: boolean): readonly PlannedNode[] {
  return nodes.map((node) => (node.boot.length > 0 ? node : { ...node, boot: joinsBy(node, nodes, hasTracker) }))
}
