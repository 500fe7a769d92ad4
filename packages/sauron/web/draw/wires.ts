/** Wires between nodes, from their tables of peers, and what faults make of them right now. */
import type { FaultPicture, History, NodePicture } from "../../src/picture/index.ts"

/** whole: as it should be. broken: nothing gets through in at least one direction. troubled: something gets through, late or not whole. */
export type WireState = "whole" | "broken" | "troubled"

export interface Wire {
  readonly a: string
  readonly b: string
  readonly state: WireState
  /** Of a broken wire: only messages from a to b, from b to a, or both are lost. */
  readonly towards: "a" | "b" | "both"
}

const BREAKING: ReadonlySet<string> = new Set(["cut", "stall", "refuse", "isolate", "partition"])
/** Every wire that was ever there, and which of them are there now. */
export class Wires {
  #ever = new Map<string, readonly [string, string]>()
  #packed: readonly number[] = []
  #nodes: unknown
  #now = new Set<string>()
  #names: ReadonlySet<string> = new Set()

  get ever(): Iterable<readonly [string, string]> {
    return this.#ever.values()
  }

  /** Takes in the tables as they are, and what the history knows. */
  take(nodes: { readonly [name: string]: NodePicture }, { wires, names }: History): void {
    if (this.#packed !== wires) {
      this.#packed = wires
      for (let at = 0; at + 1 < wires.length; at += 2) this.#add(names[wires[at] ?? -1], names[wires[at + 1] ?? -1])
    }
    if (nodes === this.#nodes) return
    this.#nodes = nodes
    this.#names = new Set(Object.keys(nodes))
    const byEndpoint = new Map<string, string>()
    for (const name in nodes) byEndpoint.set(nodes[name]?.endpoint ?? "", name)
    const now = new Set<string>()
    for (const name in nodes) {
      for (const endpoint of nodes[name]?.peers ?? []) {
        const key = this.#add(name, byEndpoint.get(endpoint))
        if (key !== undefined) now.add(key)
      }
    }
    this.#now = now
  }

  #add(one: string | undefined, other: string | undefined): string | undefined {
    if (one === undefined || other === undefined || one === other) return undefined
    const [a, b] = one < other ? [one, other] : [other, one]
    const key = `${a}\n${b}`
    if (!this.#ever.has(key)) this.#ever.set(key, [a, b])
    return key
  }

  /** `isOpen`: everybody may know everybody, so that what a cut has torn apart is a wire, though nobody has seen anything on it. */
  of(faults: readonly FaultPicture[], isOpen = false): Wire[] {
    const sides = faults
      .filter(({ from, to }) => from.length > 0 && to.length > 0)
      .map(({ kind, from, to, both }) => ({ kind, both, from: new Set(from), to: new Set(to) }))
    const wires: Wire[] = []
    for (const [key, [a, b]] of isOpen ? this.#withTorn(faults) : this.#ever) {
      let state: WireState = "whole"
      let [toA, toB] = [false, false]
      for (const { kind, both, from, to } of sides) {
        const forth = from.has(a) && to.has(b)
        const back = from.has(b) && to.has(a)
        if (!forth && !back) continue
        if (!BREAKING.has(kind)) {
          if (state === "whole") state = "troubled"
          continue
        }
        state = "broken"
        toB ||= forth || both
        toA ||= back || both
      }
      if (state !== "broken" && !this.#now.has(key)) continue
      wires.push({ a, b, state, towards: toA === toB ? "both" : toA ? "a" : "b" })
    }
    return wires
  }

  /** Faults name so many at most, on each side, that these stay few. */
  #withTorn(faults: readonly FaultPicture[]): ReadonlyMap<string, readonly [string, string]> {
    const all = new Map(this.#ever)
    for (const { kind, from, to } of faults) {
      if (!BREAKING.has(kind)) continue
      for (const one of from) {
        for (const other of to) {
          if (one === other || !this.#names.has(one) || !this.#names.has(other)) continue
          const [a, b] = one < other ? [one, other] : [other, one]
          all.set(`${a}\n${b}`, [a, b])
        }
      }
    }
    return all
  }
}
