/** Who is banned by whom right now. Pure. */
import type { Picture } from "./picture.ts"

export interface BannedPeer {
  readonly peer: string
  /** Name of the node with that key, if it is known. */
  readonly name: string | undefined
  readonly honest: boolean | undefined
  readonly by: readonly string[]
  readonly until: number
}

export function bansOf(picture: Picture): BannedPeer[] {
  const names = new Map(Object.values(picture.nodes).map((node) => [node.key, node]))
  const byPeer = new Map<string, { by: string[]; until: number }>()
  for (const ban of picture.bans) {
    if (ban.lifted || ban.until <= picture.t) continue
    const entry = byPeer.get(ban.peer) ?? { by: [], until: 0 }
    if (!entry.by.includes(ban.by)) entry.by.push(ban.by)
    byPeer.set(ban.peer, { by: entry.by, until: Math.max(entry.until, ban.until) })
  }
  return [...byPeer].map(([peer, { by, until }]) => {
    const node = peer === "" ? undefined : names.get(peer)
    return { peer, name: node?.name, honest: node?.honest, by, until }
  })
}
