/** How often a scenario went as expected, how sure that is, and what went wrong when it did not. */
import type { Answer } from "../office/judging.ts"
import { firstBadOf } from "../simulation/first-bad.ts"

/** What is known of one run among many, in either world. */
export interface Try {
  readonly seed: string
  readonly verdict: Answer | "none"
  readonly detail: string
  readonly asExpected: boolean
  readonly exitCode: number
  readonly checks: readonly { readonly name: string; readonly result: Answer; readonly detail: string }[]
  /** Where it lies; null for one that left nothing. */
  readonly dir: string | null
}

export interface Flake {
  readonly runs: number
  readonly asExpected: number
  /** Share of runs as expected, from 0 to 1, and between which two it lies 95 times of a hundred. */
  readonly rate: number
  readonly low: number
  readonly high: number
  /** Failures that look alike, the most frequent first. */
  readonly groups: readonly FailureGroup[]
}

export interface FailureGroup {
  readonly check: string
  /** Figures and names made equal, so that what differs only in these is one group. */
  readonly what: string
  readonly count: number
  readonly seeds: readonly string[]
  /** The first of them. */
  readonly example: Try
}

/** Of a group, only so many seeds are told. */
const SEEDS_MAX = 10

export function flakeOf(tries: readonly Try[]): Flake {
  const good = tries.filter(({ asExpected }) => asExpected).length
  return {
    runs: tries.length,
    asExpected: good,
    rate: tries.length === 0 ? 0 : good / tries.length,
    ...wilson(good, tries.length),
    groups: groupsOf(tries),
  }
}

/** The normal quantile of 97.5 %. */
const Z = 1.959964

/** Wilson's interval (1927): it holds also for few runs, and for none or all of them. */
export function wilson(good: number, runs: number): { readonly low: number; readonly high: number } {
  if (runs === 0) return { low: 0, high: 1 }
  const rate = good / runs
  const middle = (rate + (Z * Z) / (2 * runs)) / (1 + (Z * Z) / runs)
  const half = (Z / (1 + (Z * Z) / runs)) * Math.sqrt((rate * (1 - rate)) / runs + (Z * Z) / (4 * runs * runs))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

function groupsOf(tries: readonly Try[]): readonly FailureGroup[] {
  const groups = new Map<string, Try[]>()
  for (const each of tries) {
    if (each.asExpected) continue
    const { check, what } = wordsOf(each)
    const key = `${check}\n${what}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups]
    .map(([key, members]) => {
      const [check = "", what = ""] = key.split("\n")
      return { check, what, count: members.length, seeds: members.slice(0, SEEDS_MAX).map(({ seed }) => seed), example: members[0] as Try }
    })
    .sort((a, b) => b.count - a.count)
}

function wordsOf(each: Try): { readonly check: string; readonly what: string } {
  const bad = each.verdict === "violated" ? firstBadOf(each) : each.checks.find(({ result }) => result !== "passed")
  const check = bad === undefined ? each.verdict : "check" in bad ? bad.check : bad.name
  return { check, what: alike(bad?.detail ?? each.detail) }
}

function alike(detail: string): string {
  return detail
    .replace(/[0-9a-f]{4,64}…?/g, "…")
    .replace(/\b[a-z]+-\d+\b|\b[bs]\d+\b/g, "N")
    .replace(/\d+(\.\d+)?/g, "n")
}
