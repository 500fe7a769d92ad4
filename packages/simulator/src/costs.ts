/** What things cost a simulated node, in microseconds of its own time. While it is busy its inputs wait, and what it asked for leaves when the turn is over. */
import type { Effect, Happening } from "@watercooler/kernel"

export interface CostTable {
  /** Per input of a kind; nothing, where left out. */
  readonly inputs?: Partial<Record<Happening<never, never>["kind"], number>>
  /** Per effect of a kind. */
  readonly effects?: Partial<Record<Effect<never, never>["effect"], number>>
  /** How long what one turn has written takes to become durable. */
  readonly diskWriteUs?: number
}

/** A commit of SQLite's write-ahead log takes about this long. */
export const DISK_WRITE_US = 100

/** What a turn of a slowed node is taken to need when the table says nothing: else slowing it would do nothing. */
const NOMINAL_US = 200

export function costOf(
  costs: CostTable,
  kind: Happening<never, never>["kind"],
  effects: readonly { readonly effect: string }[],
  slow: number,
): number {
  let us = costs.inputs?.[kind] ?? 0
  if (costs.effects !== undefined) for (const { effect } of effects) us += costs.effects[effect as keyof typeof costs.effects] ?? 0
  return slow === 1 ? us : Math.ceil((us === 0 ? NOMINAL_US : us) * slow)
}
