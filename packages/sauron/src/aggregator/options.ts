/** How a Sauron is opened, what it offers, and the bounds it keeps against strangers. */
import type { JournalEvent } from "@watercooler/kernel"
import type { Report } from "../eye/report.ts"
import type { Picture } from "../picture/index.ts"

export interface SauronOptions {
  /** Address of the loopback interface to listen on. */
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  /** Which run is being watched; shown until a journal header says more. */
  readonly run?: { readonly id: string; readonly seed: string; readonly parties?: readonly RunParty[] }
  /** The run's token. Without one nobody can inject events. */
  readonly token?: string
  /** What the tracker may dial back: `127.0.0.1:8000-8099`. Empty or left out: nothing, so it believes nobody. */
  readonly dial?: readonly string[]
  /** The network whose nodes the tracker introduces to each other. */
  readonly network?: { readonly name: string; readonly version: number }
  /** Sauron's own journal, appended synchronously. Empty: none. */
  readonly journalFile?: string
  /** When the run began: `process.hrtime.bigint()` as text. Empty: now. */
  readonly runStartedNs?: string
  /** Where reports are kept on disk, in `requests.ndjson`. Left out: in memory only. */
  readonly dir?: string
  /** Folders of the nodes, each with its `inputs.ndjson`: for bodies of which an Eye tells only the beginning. Left out: the beginning it is. */
  readonly nodesDir?: string
  /** Where the built page lies. Left out: there is no page, only the API. */
  readonly webDir?: string
  /** What can be typed to see this run again. */
  readonly again?: readonly string[]
  /** The office behind the Boss's desk. Left out: nothing can be done from the page. */
  readonly desk?: Desk
  /** Programs that are not ours, and may tell what they have to say. */
  readonly tellers?: Omit<Tellers, "token">
  /** Newest reports held in memory. */
  readonly reportsMax?: number
  /** Memory that the held reports may take, by estimate. */
  readonly reportBytesMax?: number
  /** Largest `requests.ndjson`; then it becomes `requests.old.ndjson` and a new one begins. */
  readonly fileBytesMax?: number
  /** Posts a second that one address may send over plain HTTP. */
  readonly postsPerSecond?: number
  /** Batches a second that one Eye may send. */
  readonly batchesPerSecond?: number
  /** How often the view is told what is new. */
  readonly pushEveryMs?: number
  /** Probe rhythm of the tracker. */
  readonly probeEveryMs?: number
}

export interface Tellers {
  readonly names: readonly string[]
  /** Those whose HTTP answers somebody else reports. */
  readonly seen: readonly string[]
  /** Where it is kept for the run's journal. Left out: nowhere. */
  readonly file?: string
  /** The run's: addresses are made of it. */
  readonly token: string
}

/** Where the buttons of the page lead: the control API of the office, which wants the run's token. */
export interface Desk {
  /** `http://127.0.0.1:40123`; undefined while nobody takes orders. */
  controlUrl(): string | undefined
}

export interface RunParty {
  readonly name: string
  readonly kind: string
  readonly honest: boolean
  readonly misdeeds?: readonly string[]
  readonly endpoint?: string
  readonly key?: string
}

/** A report as it is kept: numbered in the order of arrival. */
export interface KeptReport extends Report {
  readonly n: number
}

export interface Sauron {
  readonly url: string
  readonly port: number
  /** Events from the owner of this object, who needs no token. */
  tell(events: readonly JournalEvent[]): void
  picture(): Picture
  /** Resolves once `test` holds; asked again after everything that arrives. For tests and scripts that wait for events. */
  until(test: () => boolean, timeoutMs?: number): Promise<void>
  /** Reports taken in, and those that are known to be missing. */
  counts(): { readonly taken: number; readonly missed: number; readonly refused: number }
  close(): Promise<void>
}

export const sauronDefaults = {
  host: "127.0.0.1",
  port: 8999,
  dial: [],
  network: { name: "crapcoin", version: 1 },
  journalFile: "",
  runStartedNs: "",
  again: [],
  reportsMax: 200_000,
  reportBytesMax: 256 * 1024 * 1024,
  fileBytesMax: 256 * 1024 * 1024,
  postsPerSecond: 2_000,
  batchesPerSecond: 1_000,
  pushEveryMs: 70,
  probeEveryMs: 5_000,
} as const satisfies SauronOptions
