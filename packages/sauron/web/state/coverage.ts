/** How far a block has come: who has it of those who should, and how long it took to reach half, nearly all, and all of them. Pure. */
import type { BlockHistory, History, Picture } from "../../src/picture/index.ts"

export interface Coverage {
  /** Honest nodes that are up now, and how many of them have the block. */
  readonly live: number
  readonly held: number
  readonly missing: readonly string[]
  /** Microseconds from its making, ascending: of all honest nodes that have it. */
  readonly after: readonly number[]
  readonly t50: number | undefined
  readonly t95: number | undefined
  readonly t100: number | undefined
}

export function coverageOf(block: BlockHistory, history: History, picture: Picture, now: number): Coverage {
  const has = new Set<string>()
  const after: number[] = []
  for (let at = 0; at < block.holders.length; at += 3) {
    const t = block.holders[at + 1] ?? 0
    if (t > now) continue
    const name = history.names[block.holders[at] ?? -1] ?? ""
    has.add(name)
    if (picture.nodes[name]?.honest !== false) after.push(Math.max(0, t - block.t))
  }
  after.sort((a, b) => a - b)
  const missing: string[] = []
  let live = 0
  for (const name in picture.nodes) {
    const node = picture.nodes[name]
    if (node === undefined || node.honest === false || node.kind === "wall" || node.state === "down" || node.state === "starting") continue
    live++
    if (!has.has(name)) missing.push(name)
  }
  const all = Math.max(live, after.length)
  const reached = (share: number): number | undefined => {
    const needed = Math.ceil(all * share)
    return needed > 0 && after.length >= needed ? after[needed - 1] : undefined
  }
  return {
    live,
    held: live - missing.length,
    missing,
    after,
    t50: reached(0.5),
    t95: reached(0.95),
    t100: missing.length === 0 && after.length > 0 ? after.at(-1) : undefined,
  }
}
