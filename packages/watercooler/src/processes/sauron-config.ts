/** What Sauron's process is told when it is hired: one JSON file. */

export interface SauronConfig {
  readonly host: string
  readonly port: number
  readonly run: string
  /** Holds the token of the run; mode 0600. */
  readonly tokenFile: string
  /** The only places that the tracker believes: `127.0.0.1:8000-8006`. */
  readonly dial: readonly string[]
  /** Where Sauron may keep what it has seen. */
  readonly dataDir: string
}
