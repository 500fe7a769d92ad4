/** What Sauron's process is told when it is hired: one JSON file. */
import type { SauronOptions } from "@watercooler/sauron"

export interface SauronConfig extends Omit<SauronOptions, "token"> {
  /** Holds the token of the run; mode 0600. */
  readonly tokenFile: string
}
