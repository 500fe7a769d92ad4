/** Faults of one node's clock, disk and processor, as data. */
import type { Json } from "@watercooler/kernel"
import { isWords, type Parsed, WordReader } from "./words.ts"

/** Of the wall clock only; a node's monotonic time never lies. skew: off by so much. drift: gains or loses. jump: once, and stays. */
export type ClockFault =
  | { readonly kind: "skew"; readonly node: string; readonly us: number }
  /** Parts per million: 100 gains a tenth of a millisecond every second. */
  | { readonly kind: "drift"; readonly node: string; readonly ppm: number }
  | { readonly kind: "jump"; readonly node: string; readonly us: number }

/** full: every write fails, and the node with it. lying: says that records are durable before they are. slow: a write takes so much longer. */
export type DiskFault =
  | { readonly kind: "disk-full" | "disk-lying"; readonly node: string }
  | { readonly kind: "disk-slow"; readonly node: string; readonly us: number }

/** Everything that a node computes takes `factor` times as long. */
export interface SlowFault {
  readonly kind: "slow"
  readonly node: string
  readonly factor: number
}

export type NodeFault = ClockFault | DiskFault | SlowFault

export const nodeFaultKinds = [
  ...(["skew", "drift", "jump"] as const),
  ...(["disk-full", "disk-lying", "disk-slow"] as const),
  "slow",
] as const satisfies readonly NodeFault["kind"][]

/** A century. */
const CLOCK_US_MAX = 3_155_760_000_000_000
const DRIFT_PPM_MAX = 1_000_000
const WRITE_US_MAX = 3_600_000_000
const FACTOR_MAX = 1_000_000

export function isNodeFault(fault: { readonly kind: string }): fault is NodeFault {
  return nodeFaultKinds.some((kind) => kind === fault.kind)
}

/** Reads a fault of a node's clock, disk or processor that came from outside: `{kind: "skew", node: "b1", us: -5000000}`. */
export function parseNodeFault(words: Json): Parsed<NodeFault> {
  if (!isWords(words)) return { ok: false, because: `a fault of a node is an object, not ${JSON.stringify(words)}` }
  const kind = nodeFaultKinds.find((known) => known === words.kind)
  if (kind === undefined)
    return { ok: false, because: `a fault of a node is ${nodeFaultKinds.join(", ")}, not ${JSON.stringify(words.kind)}` }
  const read = new WordReader(kind, words)
  read.skip("kind")
  return read.done(rest(kind, read))
}

function rest(kind: NodeFault["kind"], read: WordReader): NodeFault {
  const node = read.node()
  switch (kind) {
    case "skew":
    case "jump":
      return { kind, node, us: read.integer("us", -CLOCK_US_MAX, CLOCK_US_MAX) }
    case "drift":
      return { kind, node, ppm: read.integer("ppm", -DRIFT_PPM_MAX, DRIFT_PPM_MAX) }
    case "disk-slow":
      return { kind, node, us: read.integer("us", 0, WRITE_US_MAX) }
    case "slow":
      return { kind, node, factor: read.integer("factor", 1, FACTOR_MAX) }
    default:
      return { kind, node }
  }
}

/** `drift b1, ppm 200`. */
export function describeNodeFault(fault: NodeFault): string {
  const { kind, node, ...facts } = fault
  return [`${kind} ${node}`, ...Object.entries(facts).map(([word, value]) => `${word} ${value}`)].join(", ")
}
