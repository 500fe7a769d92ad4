/** Who does which misdeeds: those that were asked for, or some of the catalogue, drawn by seed. */
import { draw } from "@watercooler/boss/faults"

export interface KnownMisdeed {
  readonly name: string
  readonly kind: string
  readonly does: string
  readonly honestNodesMust: string
}

export async function catalogue(): Promise<readonly KnownMisdeed[]> {
  return [
    {
      name: "no-work",
      kind: "malicious",
      does: "Sends blocks without proof of work.",
      honestNodesMust: "refuse the block and ban the sender",
    },
  ]
}

/**
 * Every shit does all that was asked for. Otherwise each draws one of its own: shits do different things as long as there are
 * enough of them, the malicious first, because a run with bad actors is to show how they are caught.
 */
export function assignMisdeeds(
  shits: readonly string[],
  asked: readonly string[] | undefined,
  known: readonly Pick<KnownMisdeed, "name" | "kind">[],
  seed: string,
): ReadonlyMap<string, readonly string[]> {
  const rating = (misdeed: { readonly name: string }) => draw(seed, "misdeed", misdeed.name)
  const deck = [...known].sort((a, b) => Number(b.kind === "malicious") - Number(a.kind === "malicious") || rating(a) - rating(b))
  return new Map(
    shits.map((name, at) => [name, asked ?? deck.slice(at % deck.length, (at % deck.length) + 1).map((misdeed) => misdeed.name)]),
  )
}
