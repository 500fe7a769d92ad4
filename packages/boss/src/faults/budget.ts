/** How much the Boss may do. The defaults leave an office of any size in working order. */
import type { Disk } from "./fault.ts"

/** What the Boss may decide to do to somebody, or for the office. */
export type Harm = "fire" | "layoff" | "pause" | "cut" | "slow" | "newcomer"

export interface Budget {
  /** Never fewer honest nodes at work than this. */
  readonly aliveMin: number
  /** Never more nodes away at once than this: fired, laid off, paused or starting. */
  readonly awayMax: number
  /** No two harms closer together than this. */
  readonly coolDownMs: number
  /** The longest the Boss thinks between two harms, when the budget allows one. */
  readonly coolDownMsMax: number
  /** The first harm, which is always a fire, comes between these two. */
  readonly firstMsMin: number
  readonly firstMsMax: number
  /** A node stays away between these two. */
  readonly awayMsMin: number
  readonly awayMsMax: number
  /** The last part of a storm in which nobody is harmed and everyone is back. */
  readonly quietMs: number
  /** Whether shits may be harmed too. A shit that was fired does not misbehave, so by default they are left alone. */
  readonly shitsToo: boolean
  /** How likely each harm is, in relation to the others. */
  readonly weights: Readonly<Record<"fire" | "layoff" | "pause", number>> & {
    /** Cutting somebody off from everybody else; and moving somebody far away. Left out: never. */
    readonly cut?: number
    readonly slow?: number
    /** Hiring somebody new in place of harming somebody. Left out: never, and the office stays as large as it was asked for. */
    readonly newcomer?: number
  }
  /** Never more newcomers in one run than this. */
  readonly hiresMax: number
  /** How likely each state of the disk is when somebody fired is hired back. */
  readonly disks: Readonly<Record<Exclude<Disk, "rotten">, number>>
}

const whole: Budget = {
  aliveMin: 0,
  awayMax: 1,
  coolDownMs: 1_500,
  coolDownMsMax: 4_500,
  firstMsMin: 2_000,
  firstMsMax: 5_000,
  awayMsMin: 1_500,
  awayMsMax: 5_000,
  quietMs: 6_000,
  shitsToo: false,
  weights: { fire: 5, layoff: 2, pause: 3 },
  hiresMax: 1,
  disks: { kept: 5, wiped: 3, torn: 2 },
}

/** Wires are troubled too, where a storm is long enough for a cut to be noticed. */
const linkWeights = { cut: 2, slow: 2 } as const
const linksFromMs = 20_000

/** Where newcomers are wanted, every third decision hires one, until there are enough. */
const newcomerWeight = 5

/** A storm shorter than this is the same storm in less time. */
const wholeStormMs = 30_000

/** A budget for so many honest nodes: two in five may be away, at least one; all times shrink with a short storm. `newcomers`: so many may be hired. */
export function budgetFor(honest: number, stormMs: number | undefined, newcomers = 0): Budget {
  const awayMax = Math.max(1, Math.floor((honest * 2) / 5))
  const scale = (ms: number): number => (stormMs === undefined ? ms : Math.floor((ms * Math.min(stormMs, wholeStormMs)) / wholeStormMs))
  return {
    ...whole,
    weights: {
      ...whole.weights,
      ...((stormMs ?? wholeStormMs) < linksFromMs || honest < 2 ? {} : linkWeights),
      ...(newcomers > 0 ? { newcomer: newcomerWeight } : {}),
    },
    ...(newcomers > 0 ? { hiresMax: newcomers } : {}),
    aliveMin: Math.max(0, honest - awayMax),
    awayMax,
    coolDownMs: scale(whole.coolDownMs),
    coolDownMsMax: scale(whole.coolDownMsMax),
    firstMsMin: scale(whole.firstMsMin),
    firstMsMax: scale(whole.firstMsMax),
    awayMsMin: scale(whole.awayMsMin),
    awayMsMax: scale(whole.awayMsMax),
    quietMs: scale(whole.quietMs),
  }
}
