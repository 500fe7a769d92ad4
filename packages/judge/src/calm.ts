/** Whether gossip had its chance: it is push-only, so heads can only be held against nodes once a block has followed the calm. */
import type { Evidence } from "./evidence.ts"

export function blockAfterCalm({ calmAt, notes }: Evidence): boolean {
  if (calmAt === undefined) return false
  return ["block-mined", "block-stored", "head-moved"].some((kind) => notes(kind).some(({ t }) => t >= calmAt))
}

/** Why differing heads prove nothing in this run. */
export function whyUndecided({ calmAt }: Evidence): string {
  return calmAt === undefined ? "the run ended before the calm" : "no block followed the calm, and gossip is push-only"
}
