/** How an Eye is opened, what it offers, and the bounds it keeps. */
import type { JournalEvent } from "@watercooler/kernel"
import type { Departure } from "./departure.ts"
import type { Sighting } from "./sighting.ts"

export interface EyeOptions {
  /** Sauron's address, `http://127.0.0.1:8999`. */
  readonly url: string
  /** The node's name, as the view shows it. */
  readonly node: string
  /** Reports held while Sauron is away or slow; beyond it the oldest are forgotten, and counted. */
  readonly queueMax?: number
  /** Characters of excerpts held at once; beyond it reports are kept without their excerpts. */
  readonly excerptCharsMax?: number
  /** Events held while Sauron is away or slow. */
  readonly eventsMax?: number
  /** How long a report waits for company. */
  readonly flushAfterMs?: number
  /** If nobody calls `start`, the Eye starts this long after its first sighting. */
  readonly startAfterMs?: number
  /** Longest wait of `close` for what is still unsaid. */
  readonly closeTimeoutMs?: number
  /** When the run began: `process.hrtime.bigint()` as text. Empty or left out: now. */
  readonly runStartedNs?: string
  /** The run's token. Sauron believes events only of those who hold it; reports need none. */
  readonly token?: string
}

export interface EyeStats {
  /** Reports that Sauron has confirmed. */
  readonly sent: number
  /** Reports forgotten for want of room, or lost with a connection. */
  readonly dropped: number
  /** Reports seen and not confirmed yet. */
  readonly queued: number
  /** Events that could not be told. */
  readonly untold: number
  readonly connected: boolean
}

export interface Eye {
  /** One answered request. Never throws, never waits; costs about a microsecond. */
  see(sighting: Sighting): void
  /** A message that the node itself has sent, once it was answered or given up. Never throws, never waits. */
  left(departure: Departure): void
  /** A journal event for the live view. Never throws, never waits. */
  tell(event: JournalEvent): void
  /** Load the socket library and connect. Loading costs 84 CPU ms: call it once the node is ready. */
  start(): void
  /** True once everything seen so far has been confirmed; false if that takes longer than `timeoutMs`. */
  settled(timeoutMs?: number): Promise<boolean>
  stats(): EyeStats
  /** Says what is left to say, for `closeTimeoutMs` at most, and closes. */
  close(): Promise<void>
  /** Microseconds of the run. */
  now(): number
  /** True for requests to Sauron itself, which are never reported. */
  isOwn(host: string | undefined, uri: string): boolean
}

export const eyeDefaults = {
  queueMax: 10_000,
  excerptCharsMax: 4_000_000,
  eventsMax: 1_000,
  flushAfterMs: 50,
  startAfterMs: 1_000,
  closeTimeoutMs: 250,
} as const
