/** Who does which misdeeds: those that were asked for, or some of the catalogue, drawn by seed. */
import { draw } from "@watercooler/boss/faults"
import type { MisdeedEntry } from "@watercooler/shit-node"

/** The catalogue, loaded when somebody wants to know it. */
export async function catalogue(): Promise<readonly MisdeedEntry[]> {
  return (await import("@watercooler/shit-node")).catalogue
}

/**
 * Every shit does all that was asked for. Otherwise each draws one of its own: different shits do different things as long as
 * there are enough, and what honest nodes must refuse comes first, because a run with bad actors is to show how they are caught.
 */
export function assignMisdeeds(
  shits: readonly string[],
  asked: readonly string[] | undefined,
  known: readonly Pick<MisdeedEntry, "name" | "kind" | "refusedAs">[],
  seed: string,
): ReadonlyMap<string, readonly string[]> {
  const order = (misdeed: (typeof known)[number]) => (misdeed.kind === "malicious" && misdeed.refusedAs.length > 0 ? 0 : 1)
  const rating = (misdeed: (typeof known)[number]) => draw(seed, "misdeed", misdeed.name)
  const deck = [...known].sort((a, b) => order(a) - order(b) || rating(a) - rating(b)).map(({ name }) => name)
  return new Map(shits.map((name, at) => [name, asked ?? deck.slice(at % deck.length, (at % deck.length) + 1)]))
}
