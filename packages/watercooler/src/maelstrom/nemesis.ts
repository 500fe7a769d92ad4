/** What goes wrong between and with nodes, as data drawn from the seed: partitions, kills, pauses. They come and go in turns, and end before the end. */
import { below, type Draw, expand, saltOf, sample } from "@watercooler/kernel"

export const nemeses = ["partition", "kill", "pause"] as const
export type Nemesis = (typeof nemeses)[number]

export interface Fault {
  readonly kind: Nemesis
  readonly atMs: number
  readonly forMs: number
  /** Of a partition: receiver → from whom nothing reaches it. */
  readonly grudges?: Readonly<Record<string, readonly string[]>>
  /** Of a kill or pause: who. */
  readonly nodes?: readonly string[]
}

export interface NemesisOptions {
  readonly seed: string
  readonly kinds: readonly Nemesis[]
  readonly intervalMs: number
  readonly limitMs: number
  readonly nodes: readonly string[]
}

/** Every interval one begins, and ends with the interval after it; with several kinds each has its own turns. */
export function faultsOf({ seed, kinds, intervalMs, limitMs, nodes }: NemesisOptions): readonly Fault[] {
  const faults: Fault[] = []
  for (const kind of kinds) {
    // One that is longer than the run would never begin.
    const interval = Math.min(intervalMs, limitMs / 3)
    for (let number = 0, atMs = interval; atMs < limitMs; number++, atMs += 2 * interval) {
      const draw = expand(saltOf(seed, "nemesis", kind, number))
      const forMs = Math.min(interval, limitMs - atMs)
      faults.push(
        kind === "partition" ? { kind, atMs, forMs, grudges: grudgesOf(draw, nodes) } : { kind, atMs, forMs, nodes: victims(draw, nodes) },
      )
    }
  }
  return faults.sort((a, b) => a.atMs - b.atMs)
}

/** Somebody alone; two halves; halves and one who hears both; everybody hears a majority, but each another one. */
function grudgesOf(draw: Draw, nodes: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const mixed = sample(draw, nodes, nodes.length)
  const half = Math.floor(nodes.length / 2)
  switch (below(draw, nodes.length > 3 ? 4 : 2)) {
    case 0:
      return apart(mixed.slice(0, 1), mixed.slice(1))
    case 1:
      return apart(mixed.slice(0, half), mixed.slice(half))
    case 2:
      return apart(mixed.slice(0, half), mixed.slice(half + 1))
    default: {
      const heard = Math.floor(nodes.length / 2)
      return Object.fromEntries(
        mixed.map((node, at) => {
          const near = new Set(
            Array.from({ length: heard + 1 }, (_, step) => mixed[(at + step - Math.floor(heard / 2) + mixed.length) % mixed.length]),
          )
          return [node, mixed.filter((other) => !near.has(other))]
        }),
      )
    }
  }
}

function apart(some: readonly string[], others: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...some.map((node) => [node, others] as const), ...others.map((node) => [node, some] as const)])
}

/** One of them mostly, sometimes a minority or everybody. */
function victims(draw: Draw, nodes: readonly string[]): readonly string[] {
  const how = below(draw, 4)
  const count = how < 2 ? 1 : how === 2 ? Math.max(1, Math.floor((nodes.length - 1) / 2)) : nodes.length
  return sample(draw, nodes, count).sort()
}

export function describeFault({ kind, grudges, nodes }: Fault): string {
  if (kind !== "partition") return `${kind} ${(nodes ?? []).join(", ")}`
  return `partition: ${Object.entries(grudges ?? {})
    .filter(([, others]) => others.length > 0)
    .map(([node, others]) => `${node} does not hear ${others.join(" ")}`)
    .join("; ")}`
}
