/** Who takes part in the run at hand. */
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
