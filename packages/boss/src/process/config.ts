/** What the Boss is told when it is hired: one JSON file. */
import type { Budget } from "../faults/index.ts"

export interface BossConfig {
  readonly seed: string
  readonly budget: Budget
  /** How long the storm lasts; null when nobody has said. */
  readonly stormMs: number | null
  /** The supervisor's control API, `http://127.0.0.1:40123`. */
  readonly controlUrl: string
  /** Holds the token of the run; mode 0600. */
  readonly tokenFile: string
  /** The Boss's own journal: what it decided. */
  readonly journalFile: string
  /** The monotonic instant at which the run began, nanoseconds as text. */
  readonly runStartedNs: string
}
