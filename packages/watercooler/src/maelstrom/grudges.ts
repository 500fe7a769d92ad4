/** Who does not hear whom: the shapes of partitions. */
import { below, type Draw, sample } from "@watercooler/kernel"

/** Receiver → from whom nothing reaches it. */
export type Grudges = Readonly<Record<string, readonly string[]>>

/** Somebody alone; two halves; halves and one who hears both; everybody hears a majority, but each another one. */
export function grudgesOf(draw: Draw, nodes: readonly string[]): Grudges {
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

/** Nothing passes between these and those. */
export function apart(some: readonly string[], others: readonly string[]): Grudges {
  return Object.fromEntries([...some.map((node) => [node, others] as const), ...others.map((node) => [node, some] as const)])
}
