/** What the switchboard's process is told when it is hired, beside what the switchboard itself is: one JSON file. */
import type { SwitchboardConfig } from "@watercooler/boss/switchboard"

export interface SwitchboardProcessConfig extends SwitchboardConfig {
  /** Of programs that are not ours: where their requests are written down, and who is shown them. */
  readonly sightings?: { readonly file: string; readonly sauronUrl?: string }
}
