/** What a simulated run may not exceed, and what is found when it does: a node that goes round in circles ends the run, with its name. */

/** One bound per line. */
export interface Limits {
  /** What one turn may ask for. */
  readonly effectsPerStepMax: number
  /** Turns of one node without any time passing. */
  readonly stepsPerInstantMax: number
  /** Events in all. */
  readonly eventsMax: number
  /** Events that wait for their moment. */
  readonly eventsWaitingMax: number
  /** Inputs that wait for a node that is busy or paused; further requests find the connection closed. */
  readonly inboxMax: number
  /** Requests of a node under way, to one peer and in all; and how many more may wait for their turn. Beyond, they are `overloaded`. */
  readonly asksPerPeerMax: number
  readonly asksMax: number
  readonly waitingMax: number
  /** Messages held by a stalled link; further ones are lost. */
  readonly stalledMax: number
}

/** The host's, where the host has the same. */
export const LIMITS: Limits = {
  effectsPerStepMax: 100_000,
  stepsPerInstantMax: 10_000,
  eventsMax: 1_000_000_000,
  eventsWaitingMax: 10_000_000,
  inboxMax: 10_000,
  asksPerPeerMax: 8,
  asksMax: 256,
  waitingMax: 2_000,
  stalledMax: 100_000,
}

/** Why a run ended before its time. */
export interface Finding {
  readonly what: "program-broken" | "too-many-effects" | "too-many-steps" | "too-many-events" | "too-many-waiting" | "job-missing"
  /** Whose turn it was. */
  readonly node: string
  /** Virtual microseconds. */
  readonly at: number
  readonly because: string
  /** What this node was told last, oldest first: `timer tick`. */
  readonly lately: readonly string[]
}

export function describeFinding({ what, node, at, because, lately }: Finding): string {
  const told = lately.length === 0 ? "" : `; it was told, last: ${lately.join(", ")}`
  return `${what}: ${node} at ${(at / 1_000_000).toFixed(6)} s: ${because}${told}`
}
