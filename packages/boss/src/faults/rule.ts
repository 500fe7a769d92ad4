/** What a rule of a link may say of a message, and how the faults of links become rules. Both worlds ask the same ones. */
import { below, type Draw } from "@watercooler/kernel"
import { type Distribution, type LinkFault, type MessageFault, REORDER_US } from "./link.ts"
import { routeTest } from "./route.ts"

/** One message on its way, as a rule sees it. */
export interface Sighting {
  readonly from: string
  readonly to: string
  /** An answer has the route of the request that it answers. */
  readonly kind: "request" | "answer"
  /** Where routes are not told apart by their path alone. */
  readonly method?: string
  /** `/block`, or the raw path where no route fits. */
  readonly route: string
  readonly bytes: number
  /** Its body as text; empty for what has none. */
  readonly text: string
  /** No message, but the end of a connection on its way. Nothing that hits single messages hits it. */
  readonly isClose: boolean
  /** Microseconds since the run began. */
  readonly at: number
  /** How many messages this rule has touched before. */
  readonly hits: number
  /** Until when the messages before this one keep the link busy, for a rule that lets one through after the other. */
  readonly busyUntilUs: number
}

/** What a rule says. Draws are keyed by the message and the rule, so that one rule's luck never changes another's. */
export type Ruling =
  /** No opinion: the next rule is asked. */
  | { readonly kind: "pass" }
  /** Later by so much, in order; the next rule is asked. */
  | { readonly kind: "delay"; readonly us: number }
  /** Later by so much, and others may overtake it; the next rule is asked. */
  | { readonly kind: "hold-back"; readonly us: number }
  /** Keeps the link busy for so long, after all that wait already; the next rule is asked. */
  | { readonly kind: "transmit"; readonly us: number }
  /** Arrives twice; the next rule is asked. */
  | { readonly kind: "duplicate" }
  /** One bit of the body is changed, which one is for the world to say; the next rule is asked. */
  | { readonly kind: "corrupt"; readonly bit: number }
  /** Arrives after so much and all delays before. No further rule is asked, nor after any of the following. */
  | { readonly kind: "deliver"; readonly us: number }
  /** Lost without trace. */
  | { readonly kind: "drop"; readonly because: string }
  /** The connection is not accepted: definitely not delivered. */
  | { readonly kind: "refuse" }
  /** The connection ends. */
  | { readonly kind: "reset" }
  /** Accepted and held, until the rule goes. */
  | { readonly kind: "stall" }

export type Rule = (sighting: Sighting, draw: Draw) => Ruling

const PASS: Ruling = { kind: "pass" }
const DUPLICATE: Ruling = { kind: "duplicate" }
const CUT: Ruling = { kind: "drop", because: "cut" }
const DROPPED: Ruling = { kind: "drop", because: "dropped" }
const QUEUE_FULL: Ruling = { kind: "drop", because: "the link's queue is full" }
const REFUSE: Ruling = { kind: "refuse" }
const RESET: Ruling = { kind: "reset" }
const STALL: Ruling = { kind: "stall" }

/** What waits for a slow link, at most, unless a fault says otherwise. */
export const QUEUE_BYTES_MAX = 1_048_576

/** Whether a fault concerns what goes from one node to another. */
export function concerns(fault: LinkFault, from: string, to: string): boolean {
  if (fault.from.includes(from) && fault.to.includes(to)) return true
  return fault.both === true && fault.from.includes(to) && fault.to.includes(from)
}

/** The rule that a fault lays upon the links it concerns. */
export function ruleOf(fault: LinkFault): Rule {
  switch (fault.kind) {
    case "cut":
      return () => CUT
    case "stall":
      return () => STALL
    case "refuse":
      return ({ isClose, kind }) => (kind === "request" && !isClose ? REFUSE : PASS)
    case "reset":
      return ({ isClose }) => (isClose ? PASS : RESET)
    case "heal":
      return () => PASS
    case "slow-close":
      return ({ isClose }) => (isClose ? { kind: "delay", us: fault.us } : PASS)
    case "latency":
      return latencyRule(fault.us, fault.jitterUs, fault.distribution)
    case "bandwidth":
      return bandwidthRule(fault.bytesPerSecond, fault.queueBytes)
    case "drop":
      return some(fault, () => DROPPED)
    case "duplicate":
      return some(fault, ({ kind }) => (kind === "request" ? DUPLICATE : PASS))
    case "reorder":
      return some(fault, (_sighting, draw) => ({ kind: "hold-back", us: 1 + below(draw, fault.us ?? REORDER_US) }))
    case "corrupt":
      return some(fault, (_sighting, draw) => ({ kind: "corrupt", bit: draw() }))
  }
}

/** Whether a rule of this fault has to be told until when the link is busy. */
export function queues(fault: LinkFault): boolean {
  return fault.kind === "bandwidth"
}

/** `us`, give or take the jitter, spread as the distribution says; never less than nothing. */
export function latencyRule(us: number, jitterUs: number, distribution: Distribution = "uniform"): Rule {
  if (us === 0 && jitterUs === 0) return () => PASS
  if (jitterUs === 0) {
    const always: Ruling = { kind: "delay", us }
    return () => always
  }
  const spread = SPREADS[distribution]
  return (_sighting, draw) => ({ kind: "delay", us: Math.max(0, us + spread(draw, jitterUs)) })
}

const WORD = 0x100000000

/** What the jitter adds, in whole microseconds. Nothing here but arithmetic that every engine does alike. */
const SPREADS: Readonly<Record<Distribution, (draw: Draw, jitterUs: number) => number>> = {
  uniform: (draw, jitterUs) => below(draw, 2 * jitterUs + 1) - jitterUs,
  /** The sum of twelve uniform draws, less six: nearly normal, with the jitter as its standard deviation (Irwin 1927, Hall 1927). */
  normal: (draw, jitterUs) => {
    let sum = 0
    for (let i = 0; i < 12; i++) sum += draw() / WORD
    return Math.round((sum - 6) * jitterUs)
  },
  /** A long tail (Pareto's law with exponent 2, which the larger of two draws follows): half less than 0.42 times the jitter, one of a hundred more than 9. */
  pareto: (draw, jitterUs) => Math.round(jitterUs * Math.min(TAIL_MAX, WORD / (Math.max(draw(), draw()) + 1) - 1)),
}
const TAIL_MAX = 100

/** So many bytes a second, one message after the other; what finds too much waiting is lost. */
export function bandwidthRule(bytesPerSecond: number, queueBytes = QUEUE_BYTES_MAX): Rule {
  return ({ bytes, at, busyUntilUs, isClose }) => {
    if (isClose) return PASS
    const waiting = (Math.max(0, busyUntilUs - at) * bytesPerSecond) / 1_000_000
    return waiting > queueBytes ? QUEUE_FULL : { kind: "transmit", us: Math.ceil((bytes * 1_000_000) / bytesPerSecond) }
  }
}

function some({ percent, route, of, holding, first }: Omit<MessageFault, "kind" | "from" | "to">, hit: Rule): Rule {
  const isWanted = route === undefined ? undefined : routeTest(route)
  return (sighting, draw) => {
    if (sighting.isClose || isWanted?.(sighting.method, sighting.route) === false) return PASS
    if (of !== undefined && sighting.kind !== MESSAGES[of]) return PASS
    if (first !== undefined && sighting.hits >= first) return PASS
    if (holding !== undefined && !sighting.text.includes(holding)) return PASS
    return draw() % 100 < percent ? hit(sighting, draw) : PASS
  }
}

const MESSAGES = { requests: "request", answers: "answer" } as const
