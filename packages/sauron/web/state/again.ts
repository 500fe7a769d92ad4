/** Who takes part in the run at hand, and what of the commands that were told can be done with such a run. */
import type { Picture } from "../../src/picture/index.ts"

/** Ours have keys, or are walls. Nodes of Maelstrom have addresses of their own; programs of somebody else have neither. */
export function isMaelstrom({ nodes }: Pick<Picture, "nodes">): boolean {
  return Object.values(nodes).some(({ endpoint }) => endpoint.startsWith("maelstrom://"))
}

/** Of nodes that were only seen nothing is claimed. */
export function isOfPrograms({ nodes, world }: Pick<Picture, "nodes" | "world">): boolean {
  const declared = Object.values(nodes).filter(({ kind, endpoint }) => kind !== "" && endpoint !== "")
  return (
    world === "real" && declared.length > 0 && declared.every(({ key, kind }) => key === "" && kind !== "wall") && !isMaelstrom({ nodes })
  )
}

/**
 * The commands that work. A run of Maelstrom nodes has its own; programs of somebody else write down neither what they were told nor what chance
 * said, so there is nothing to do again. Nothing before it is known who takes part.
 */
export function commandsFor(again: readonly string[], picture: Pick<Picture, "nodes" | "world" | "verdict">): readonly string[] {
  if (Object.keys(picture.nodes).length === 0 || isOfPrograms(picture)) return []
  if (!isMaelstrom(picture)) return again
  const folder = again.map((command) => /^watercooler (?:replay|watch) (.+)$/.exec(command)?.[1]).find((word) => word !== undefined)
  if (folder === undefined) return []
  const verbs = picture.verdict?.verdict === "violated" ? ["replay", "shrink"] : ["replay"]
  return verbs.map((verb) => `watercooler maelstrom ${verb} ${folder}`)
}
