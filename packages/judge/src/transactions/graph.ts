/** Dependencies between transactions (Adya 1999): who wrote after whom, who read what whom wrote, who read what somebody then replaced. */

export const WW = 1
export const WR = 2
export const RW = 4
/** The same process did one after the other. */
export const PROCESS = 8
/** One had ended before the other began. */
export const REALTIME = 16

export interface Because {
  readonly key: string
  /** What was read or written first. */
  readonly value: string
  /** What followed it. */
  readonly next: string
}

export class Graph {
  /** Transactions come first; the nodes behind them are moments of the clock, which only carry real time. */
  readonly transactions: number
  readonly #from: number[] = []
  readonly #to: number[] = []
  readonly #kind: number[] = []
  readonly #because: (Because | undefined)[] = []
  #nodes: number
  #offsets: Int32Array | undefined
  #edges = new Int32Array(0)

  constructor(transactions: number) {
    this.transactions = transactions
    this.#nodes = transactions
  }

  get nodes(): number {
    return this.#nodes
  }

  get edges(): number {
    return this.#from.length
  }

  addMoment(): number {
    return this.#nodes++
  }

  add(from: number, to: number, kind: number, because?: Because): void {
    if (from === to) return
    this.#from.push(from)
    this.#to.push(to)
    this.#kind.push(kind)
    this.#because.push(because)
    this.#offsets = undefined
  }

  from = (edge: number): number => this.#from[edge] as number
  to = (edge: number): number => this.#to[edge] as number
  kind = (edge: number): number => this.#kind[edge] as number
  because = (edge: number): Because | undefined => this.#because[edge]

  /** Calls with every edge out of the node. */
  eachOut(node: number, see: (edge: number) => void): void {
    const offsets = this.#index()
    for (let at = offsets[node] as number; at < (offsets[node + 1] as number); at++) see(this.#edges[at] as number)
  }

  /** Edges by where they begin: those of `node` are `edgeAt(first)` up to before `edgeAt(last)`. */
  range(node: number): readonly [first: number, last: number] {
    const offsets = this.#index()
    return [offsets[node] as number, offsets[node + 1] as number]
  }

  edgeAt(at: number): number {
    return this.#edges[at] as number
  }

  #index(): Int32Array {
    if (this.#offsets !== undefined) return this.#offsets
    const offsets = new Int32Array(this.#nodes + 2)
    for (const from of this.#from) offsets[from + 2] = (offsets[from + 2] as number) + 1
    for (let node = 1; node < offsets.length; node++) offsets[node] = (offsets[node] as number) + (offsets[node - 1] as number)
    this.#edges = new Int32Array(this.#from.length)
    this.#from.forEach((from, edge) => {
      const at = offsets[from + 1] as number
      this.#edges[at] = edge
      offsets[from + 1] = at + 1
    })
    this.#offsets = offsets
    return offsets
  }
}

/** The strongly connected components that have more than one node, over edges of these kinds (Tarjan 1972, without recursion). */
export function componentsOf(graph: Graph, kinds: number): readonly (readonly number[])[] {
  const count = graph.nodes
  const order = new Int32Array(count).fill(-1)
  const lowest = new Int32Array(count)
  const isOpen = new Uint8Array(count)
  const open: number[] = []
  const path: number[] = []
  const next = new Int32Array(count)
  const components: number[][] = []
  let visited = 0
  const enter = (node: number) => {
    order[node] = lowest[node] = visited++
    isOpen[node] = 1
    open.push(node)
    path.push(node)
    next[node] = graph.range(node)[0]
  }
  for (let root = 0; root < count; root++) {
    if (order[root] !== -1) continue
    enter(root)
    while (path.length > 0) {
      const node = path.at(-1) as number
      const last = graph.range(node)[1]
      const at = next[node] as number
      if (at < last) {
        next[node] = at + 1
        const edge = graph.edgeAt(at)
        if ((graph.kind(edge) & kinds) === 0) continue
        const to = graph.to(edge)
        if (order[to] === -1) enter(to)
        else if (isOpen[to] === 1) lowest[node] = Math.min(lowest[node] as number, order[to] as number)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] as number, lowest[node] as number)
      if (lowest[node] !== order[node]) continue
      const component: number[] = []
      for (;;) {
        const member = open.pop() as number
        isOpen[member] = 0
        component.push(member)
        if (member === node) break
      }
      if (component.length > 1) components.push(component)
    }
  }
  return components
}
