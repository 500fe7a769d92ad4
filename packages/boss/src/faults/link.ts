/** Faults of links, as data. A link is directed: what goes from one node to another, requests and answers alike. */
import type { Json } from "@watercooler/kernel"
import { isWords, type Parsed, WordReader, type Words } from "./words.ts"

interface Ends {
  /** Names of nodes. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** The same for what goes from `to` to `from`. */
  readonly both?: true
}

/** Loses, holds or ends what goes over a link; `heal` ends all faults of these links. */
export interface Blockade extends Ends {
  readonly kind: "cut" | "stall" | "refuse" | "reset" | "heal"
}

/** Every message takes this much longer, give or take the jitter, in order. */
export interface LatencyFault extends Ends {
  readonly kind: "latency"
  readonly us: number
  readonly jitterUs: number
  /** How the jitter is spread; evenly when left out. */
  readonly distribution?: Distribution
}

export const distributions = ["uniform", "normal", "pareto"] as const
/** normal: the jitter is the standard deviation. pareto: a long tail, never faster than the latency. */
export type Distribution = (typeof distributions)[number]

/** Whoever is hung up on hears of it so much later: its side of the connection stays open meanwhile. */
export interface SlowCloseFault extends Ends {
  readonly kind: "slow-close"
  readonly us: number
}

/** So many bytes a second, one message after the other. What finds more than `queueBytes` waiting is lost. */
export interface BandwidthFault extends Ends {
  readonly kind: "bandwidth"
  readonly bytesPerSecond: number
  readonly queueBytes?: number
}

/** Hits some messages. */
export interface MessageFault extends Ends {
  readonly kind: "drop" | "duplicate" | "reorder" | "corrupt"
  /** Of every hundred messages, 0 to 100. */
  readonly percent: number
  /** Only messages of this route: `/block`, `PUT /keys/:key`, `/files/*`. */
  readonly route?: string
  /** Only requests, or only answers. */
  readonly of?: (typeof directions)[number]
  /** Only messages whose body holds this text. */
  readonly holding?: string
  /** Only so many messages, counted per fault; later ones pass. */
  readonly first?: number
  /** Reorder: held back by up to this much. */
  readonly us?: number
}

export const directions = ["requests", "answers"] as const

export type LinkFault = Blockade | LatencyFault | SlowCloseFault | BandwidthFault | MessageFault

export const linkFaultKinds = [
  ...(["cut", "stall", "refuse", "reset", "heal"] as const),
  ...(["latency", "slow-close", "bandwidth"] as const),
  ...(["drop", "duplicate", "reorder", "corrupt"] as const),
] as const satisfies readonly LinkFault["kind"][]

/** An hour: no message is held longer. */
const HOLD_US_MAX = 3_600_000_000
const BYTES_MAX = 1_000_000_000_000
const MESSAGES_MAX = 1_000_000_000
/** How far a reordered message is held back when nobody says. */
export const REORDER_US = 50_000

export function isLinkFault(fault: { readonly kind: string }): fault is LinkFault {
  return linkFaultKinds.some((kind) => kind === fault.kind)
}

/** Reads a link fault that came from outside: `{kind: "cut", from: ["b1"], to: ["b2", "b3"], both: true}`. */
export function parseLinkFault(words: Json): Parsed<LinkFault> {
  if (!isWords(words)) return { ok: false, because: `a link fault is an object, not ${JSON.stringify(words)}` }
  const kind = linkFaultKinds.find((known) => known === words.kind)
  if (kind === undefined) return { ok: false, because: `a link fault is ${linkFaultKinds.join(", ")}, not ${JSON.stringify(words.kind)}` }
  const read = new WordReader(kind, words)
  read.skip("kind")
  const ends = { from: read.end("from"), to: read.end("to"), ...(read.flag("both") ? { both: true as const } : {}) }
  return read.done(rest(kind, ends, read))
}

function rest(kind: LinkFault["kind"], ends: Ends, read: WordReader): LinkFault {
  switch (kind) {
    case "latency": {
      const us = read.integer("us", 0, HOLD_US_MAX)
      const jitterUs = read.integer("jitterUs", 0, HOLD_US_MAX, 0)
      return { kind, ...ends, us, jitterUs, ...maybe("distribution", read.maybeOneOf("distribution", distributions)) }
    }
    case "slow-close":
      return { kind, ...ends, us: read.integer("us", 0, HOLD_US_MAX) }
    case "bandwidth": {
      const queueBytes = maybe("queueBytes", read.maybeInteger("queueBytes", 0, BYTES_MAX))
      return { kind, ...ends, bytesPerSecond: read.integer("bytesPerSecond", 1, BYTES_MAX), ...queueBytes }
    }
    case "drop":
    case "duplicate":
    case "reorder":
    case "corrupt":
      return {
        kind,
        ...ends,
        percent: read.integer("percent", 0, 100, 100),
        ...maybe("route", read.maybeText("route")),
        ...maybe("of", read.maybeOneOf("of", directions)),
        ...maybe("holding", read.maybeText("holding")),
        ...maybe("first", read.maybeInteger("first", 1, MESSAGES_MAX)),
        ...(kind === "reorder" ? maybe("us", read.maybeInteger("us", 1, HOLD_US_MAX)) : {}),
      }
    default:
      return { kind, ...ends }
  }
}

function maybe<Word extends string, T>(word: Word, value: T | undefined): { readonly [key in Word]?: T } {
  return value === undefined ? {} : ({ [word]: value } as { readonly [key in Word]?: T })
}

/** `cut b1, b2 → b3`. */
export function describeLinkFault(fault: LinkFault): string {
  const ends = `${fault.from.join(", ")} ${fault.both === true ? "↔" : "→"} ${fault.to.join(", ")}`
  const { kind, from: _from, to: _to, both: _both, ...facts } = fault as LinkFault & Words
  const said = Object.entries(facts).map(([word, value]) => `${word} ${String(value)}`)
  return [`${String(kind)} ${ends}`, ...said].join(", ")
}
