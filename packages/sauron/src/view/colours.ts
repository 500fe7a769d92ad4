/** Which colour means which chain: one calm colour for the longest and whoever is merely late, others for chains that left it. */
import type { Branch } from "../picture/index.ts"

const FORK_COLOURS = 5

/** CSS colours by head. */
export function coloursOf(branches: readonly Branch[]): ReadonlyMap<string, string> {
  const colours = new Map<string, string>()
  let forks = 0
  for (const { head, relation } of branches) {
    if (relation === "unclear") colours.set(head, "var(--branch-none)")
    else colours.set(head, relation === "forked" ? `var(--branch-${1 + (forks++ % FORK_COLOURS)})` : "var(--branch-0)")
  }
  return colours
}
