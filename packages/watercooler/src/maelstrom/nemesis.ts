/**
 * What goes wrong between and with nodes, as data drawn from the seed: partitions, kills, pauses, and the same to whoever has a role by then. They come and go in
 * turns, and end before the end.
 */
import { below, type Draw, expand, saltOf, sample } from "@watercooler/kernel"
import { apart, type Grudges, grudgesOf } from "./grudges.ts"

export const nemeses = ["partition", "kill", "pause"] as const
const verbs = ["isolate", "kill", "pause"] as const
type Verb = (typeof verbs)[number]

/** `isolate-leader-with-1`: a verb, a role, and how many others stay with whoever has it. */
export type RoleNemesis = `${Verb}-${string}`
export type Nemesis = (typeof nemeses)[number] | RoleNemesis

export interface Fault {
  readonly kind: "partition" | Verb
  readonly atMs: number
  readonly forMs: number
  /** Of a partition, or of somebody isolated: receiver → from whom nothing reaches it. */
  readonly grudges?: Grudges
  /** Of a kill or pause: who. Of somebody isolated: those who are together. */
  readonly nodes?: readonly string[]
  /** Whom it hits is known by a role, when its moment has come. */
  readonly who?: Who
}

export interface Who {
  readonly role: string
  /** How many others stay with it, and the order in which they are chosen. */
  readonly with: number
  readonly order: readonly string[]
}

export interface NemesisOptions {
  readonly seed: string
  readonly kinds: readonly Nemesis[]
  readonly intervalMs: number
  readonly limitMs: number
  readonly nodes: readonly string[]
}

/** Undefined for what is no nemesis of a role. */
export function roleNemesisOf(words: string): { readonly verb: Verb; readonly role: string; readonly with: number } | undefined {
  const [, verb, role, count] = /^(isolate|kill|pause)-([a-z]+(?:-[a-z]+)*?)(?:-with-(\d{1,3}))?$/.exec(words) ?? []
  if (verb === undefined || role === undefined || (count !== undefined && verb !== "isolate")) return undefined
  return { verb: verb as Verb, role, with: Number(count ?? 0) }
}

/** The roles that these want to know. */
export function rolesOf(faults: readonly Fault[]): readonly string[] {
  return [...new Set(faults.flatMap(({ who }) => (who === undefined ? [] : [who.role])))]
}

/** Every interval one begins, and ends with the interval after it. Those that cut take turns with each other; every other kind has its own turns. */
export function faultsOf({ seed, kinds, intervalMs, limitMs, nodes }: NemesisOptions): readonly Fault[] {
  const faults: Fault[] = []
  const cutting = kinds.filter((kind) => kind === "partition" || kind.startsWith("isolate-"))
  const others = kinds.filter((kind) => !cutting.includes(kind))
  for (const group of [cutting, ...others.map((kind) => [kind])]) {
    if (group.length === 0) continue
    // One that is longer than the run would never begin.
    const interval = Math.min(intervalMs, limitMs / 3)
    for (let number = 0, atMs = interval; atMs < limitMs; number++, atMs += 2 * interval) {
      const kind = group[number % group.length] as Nemesis
      const forMs = Math.min(interval, limitMs - atMs)
      faults.push(faultOf(kind, atMs, forMs, expand(saltOf(seed, "nemesis", kind, number)), nodes))
    }
  }
  return faults.sort((a, b) => a.atMs - b.atMs)
}

function faultOf(kind: Nemesis, atMs: number, forMs: number, draw: Draw, nodes: readonly string[]): Fault {
  if (kind === "partition") return { kind, atMs, forMs, grudges: grudgesOf(draw, nodes) }
  const byRole = roleNemesisOf(kind)
  if (byRole === undefined) return { kind: kind as Verb, atMs, forMs, nodes: victims(draw, nodes) }
  const { verb, role } = byRole
  return { kind: verb, atMs, forMs, who: { role, with: byRole.with, order: sample(draw, nodes, nodes.length) } }
}

/** The fault, now that it is known who has the role. */
export function aimAt(node: string, fault: Fault, nodes: readonly string[]): Fault {
  const { kind, who } = fault
  if (who === undefined || kind !== "isolate") return { ...fault, nodes: [node] }
  const together = [node, ...who.order.filter((other) => other !== node).slice(0, Math.min(who.with, nodes.length - 2))]
  const rest = nodes.filter((other) => !together.includes(other))
  return { ...fault, nodes: together, grudges: apart(together, rest) }
}

/** One of them mostly, sometimes a minority or everybody. */
function victims(draw: Draw, nodes: readonly string[]): readonly string[] {
  const how = below(draw, 4)
  const count = how < 2 ? 1 : how === 2 ? Math.max(1, Math.floor((nodes.length - 1) / 2)) : nodes.length
  return sample(draw, nodes, count).sort()
}

/** As one would type it: `isolate-leader-with-1`. */
export function nameOf({ kind, who }: Fault): string {
  if (who === undefined) return kind
  return `${kind}-${who.role}${who.with > 0 ? `-with-${who.with}` : ""}`
}

export function describeFault(fault: Fault): string {
  const { kind, grudges = {}, nodes = [], who } = fault
  if (who !== undefined) {
    const [holder, ...staying] = nodes
    const rest = Object.keys(grudges).filter((node) => !nodes.includes(node))
    const from = rest.length === 0 ? "" : `,${staying.length > 0 ? ` with ${staying.join(", ")},` : ""} from ${rest.join(", ")}`
    return `${kind} ${holder}, the ${who.role}${from}`
  }
  if (kind !== "partition") return `${kind} ${nodes.join(", ")}`
  return `partition: ${Object.entries(grudges)
    .filter(([, others]) => others.length > 0)
    .map(([node, others]) => `${node} does not hear ${others.join(" ")}`)
    .join("; ")}`
}

/** `stopped`: of a cut, how many messages it has stopped. */
export function describeEnd({ kind, nodes = [] }: Fault, stopped = 0): string {
  if (kind === "kill") return `started again: ${nodes.join(", ")}`
  return kind === "pause" ? `resumed: ${nodes.join(", ")}` : `healed: ${stopped} messages did not pass`
}
