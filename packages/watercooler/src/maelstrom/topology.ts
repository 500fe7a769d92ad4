/** Who is whose neighbour, as nodes are told before a broadcast. They may believe it or not. */

export const topologies = ["grid", "line", "total", "tree2", "tree3", "tree4"] as const
export type Topology = (typeof topologies)[number]

export function neighbours(topology: Topology, nodes: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(nodes.map((node, at) => [node, indices(topology, at, nodes.length).map((index) => nodes[index] as string)]))
}

function indices(topology: Topology, at: number, count: number): readonly number[] {
  const within = (index: number) => index >= 0 && index < count && index !== at
  switch (topology) {
    case "line":
      return [at - 1, at + 1].filter(within)
    case "total":
      return Array.from({ length: count }, (_, index) => index).filter(within)
    case "grid": {
      const width = Math.ceil(Math.sqrt(count))
      const [left, right] = [at % width > 0 ? at - 1 : -1, at % width < width - 1 ? at + 1 : -1]
      return [at - width, left, right, at + width].filter(within)
    }
    default: {
      const branches = Number(topology.slice("tree".length))
      const parent = at === 0 ? -1 : Math.floor((at - 1) / branches)
      return [parent, ...Array.from({ length: branches }, (_, child) => branches * at + child + 1)].filter(within)
    }
  }
}
