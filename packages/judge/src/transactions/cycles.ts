/** Cycles among dependencies, by their names. Of each kind the shortest is kept. */
import { componentsOf, type Graph, PROCESS, REALTIME, RW, WR, WW } from "./graph.ts"

export interface Cycle {
  readonly name: string
  /** Each begins where the one before it ends, and the last ends where the first begins. */
  readonly edges: readonly number[]
}

export interface CycleSearch {
  readonly cycles: readonly Cycle[]
  /** How many components of the graph hold such a cycle, by name. */
  readonly counts: ReadonlyMap<string, number>
  /** False if the work was more than allowed and some may have been overlooked. */
  readonly isComplete: boolean
}

interface Kind {
  readonly name: string
  /** What a cycle may be made of. */
  readonly kinds: number
  /** Of these it has at least one. */
  readonly needs: number
  /** How many anti-dependencies. */
  readonly rw: "none" | "one" | "apart" | "any"
}

/** G0, G1c, G-single and G2-item are Adya's; `apart`: no two anti-dependencies behind each other, which snapshot isolation forbids too. */
const BASIC: readonly Kind[] = [
  { name: "G0", kinds: WW, needs: WW, rw: "none" },
  { name: "G1c", kinds: WW | WR, needs: WR, rw: "none" },
  { name: "G-single", kinds: WW | WR | RW, needs: RW, rw: "one" },
  { name: "G-nonadjacent", kinds: WW | WR | RW, needs: RW, rw: "apart" },
  { name: "G2-item", kinds: WW | WR | RW, needs: RW, rw: "any" },
]

const COARSE = BASIC.filter(({ rw }) => rw !== "apart")

/** The same with the order within processes, and then with that of real time. What needs less is worse, and comes first. */
const KINDS: readonly (readonly Kind[])[] = [
  BASIC,
  COARSE.map(({ name, kinds, rw }) => ({ name: `${name}-process`, kinds: kinds | PROCESS, needs: PROCESS, rw })),
  COARSE.map(({ name, kinds, rw }) => ({ name: `${name}-realtime`, kinds: kinds | PROCESS | REALTIME, needs: REALTIME, rw })),
]

/** Edges that may be looked at for each kind, in all. */
const WORK_MAX = 30_000_000
/** Cycles of so few steps are not looked for any shorter. */
const SHORT = 2

export function findCycles(graph: Graph): CycleSearch {
  const cycles: Cycle[] = []
  const counts = new Map<string, number>()
  let isComplete = true
  /** Components in which something was found without the help of processes or clocks need no such help. */
  const found = new Uint8Array(graph.nodes)
  for (const kinds of KINDS) {
    const now: number[] = []
    for (const kind of kinds) {
      const search = new Searcher(graph, kind)
      for (const component of componentsOf(graph, kind.kinds)) {
        if (component.some((node) => found[node] === 1)) continue
        const cycle = search.shortestIn(component)
        if (cycle === undefined) continue
        counts.set(kind.name, (counts.get(kind.name) ?? 0) + 1)
        const known = cycles.findIndex(({ name }) => name === kind.name)
        if (known < 0) cycles.push({ name: kind.name, edges: cycle })
        else if (cycle.length < (cycles[known] as Cycle).edges.length) cycles[known] = { name: kind.name, edges: cycle }
        // Whoever has one anti-dependency in a cycle has nothing to gain from more of them.
        if (kind.rw !== "none") for (const node of component) found[node] = 1
        else for (const node of component) now.push(node)
      }
      isComplete &&= search.isComplete
    }
    for (const node of now) found[node] = 1
  }
  return { cycles, counts, isComplete }
}

class Searcher {
  readonly #graph: Graph
  readonly #kind: Kind
  readonly #member: Int32Array
  /** Of each state, which is a node and a bit: the search in which it was reached, by which edge, and from which state. */
  readonly #reached: Int32Array
  readonly #by: Int32Array
  readonly #before: Int32Array
  #round = 0
  #component = 0
  #work = 0
  isComplete = true

  constructor(graph: Graph, kind: Kind) {
    this.#graph = graph
    this.#kind = kind
    this.#member = new Int32Array(graph.nodes)
    this.#reached = new Int32Array(graph.nodes * 2)
    this.#by = new Int32Array(graph.nodes * 2)
    this.#before = new Int32Array(graph.nodes * 2)
  }

  shortestIn(component: readonly number[]): readonly number[] | undefined {
    this.#component++
    for (const node of component) this.#member[node] = this.#component
    let best: readonly number[] | undefined
    for (const node of component) {
      const [first, last] = this.#graph.range(node)
      for (let at = first; at < last; at++) {
        const edge = this.#graph.edgeAt(at)
        if ((this.#graph.kind(edge) & this.#kind.needs) === 0 || this.#member[this.#graph.to(edge)] !== this.#component) continue
        if (this.#work > WORK_MAX) {
          this.isComplete = false
          return best
        }
        const cycle = this.#back(edge, best === undefined ? Number.POSITIVE_INFINITY : best.length)
        if (cycle !== undefined && (best === undefined || cycle.length < best.length)) best = cycle
        if (best !== undefined && best.length <= SHORT) return best
      }
    }
    return best
  }

  /** The shortest way that goes through the edge and back to where it began, if it is shorter than that. */
  #back(start: number, lengthMax: number): readonly number[] | undefined {
    const graph = this.#graph
    const goal = graph.from(start)
    const round = ++this.#round
    const first = 2 * graph.to(start) + (graph.kind(start) === RW ? 1 : 0)
    const queue: number[] = [first]
    this.#reached[first] = round
    this.#by[first] = start
    this.#before[first] = -1
    let [layerEnd, length] = [1, 1]
    for (let at = 0; at < queue.length; at++) {
      if (at === layerEnd) {
        layerEnd = queue.length
        if (++length >= lengthMax) return undefined
      }
      const state = queue[at] as number
      const [from, end] = graph.range(state >> 1)
      this.#work += end - from
      for (let i = from; i < end; i++) {
        const edge = graph.edgeAt(i)
        const to = graph.to(edge)
        if ((graph.kind(edge) & this.#kind.kinds) === 0 || this.#member[to] !== this.#component) continue
        const bit = this.#next(state & 1, graph.kind(edge) === RW)
        if (bit < 0) continue
        if (to === goal && this.#mayClose(bit)) return [...this.#wayTo(state), edge]
        const next = 2 * to + bit
        if (to === goal || this.#reached[next] === round) continue
        this.#reached[next] = round
        this.#by[next] = edge
        this.#before[next] = state
        queue.push(next)
      }
    }
    return undefined
  }

  /** The bit after an edge: whether the last one was an anti-dependency where they must be apart, else whether there has been any. −1: not allowed. */
  #next(bit: number, isRw: boolean): number {
    switch (this.#kind.rw) {
      case "none":
        return isRw ? -1 : 0
      case "one":
        return isRw ? (bit === 1 ? -1 : 1) : bit
      case "any":
        return isRw ? 1 : bit
      case "apart":
        return isRw ? (bit === 1 ? -1 : 1) : 0
    }
  }

  /** Where anti-dependencies must be apart, the search began with one, so it must not end with one. */
  #mayClose(bit: number): boolean {
    return this.#kind.rw === "none" || (this.#kind.rw === "apart" ? bit === 0 : bit === 1)
  }

  #wayTo(state: number): number[] {
    const way: number[] = []
    for (let at = state; at !== -1; at = this.#before[at] as number) way.push(this.#by[at] as number)
    return way.reverse()
  }
}
