/** What Sauron pushes to the page. Types only; both sides read them. */
import type { KeptReport } from "../aggregator/options.ts"
import type { BannedPeer, Branch, Picture } from "../picture/index.ts"

export interface LivePicture {
  readonly picture: Omit<Picture, "blocks">
  readonly branches: readonly Branch[]
  readonly bans: readonly BannedPeer[]
  /** Routes seen so far, for the filter. */
  readonly routes: readonly string[]
  /** Reports known to be missing. */
  readonly missed: number
  readonly taken: number
}

export interface LiveRequests {
  /** True: these replace all rows. */
  readonly fresh: boolean
  /** Oldest first. */
  readonly rows: readonly KeptReport[]
  /** Matching requests too many to push. */
  readonly skipped: number
}

export type Row = KeptReport
