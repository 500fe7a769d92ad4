/** Flags that take a figure: a whole number, or a duration. */
import { BadInput } from "./complaint.ts"
import { A_DURATION, parseDuration } from "./duration.ts"

/** Undefined for words that are no whole number between the two. */
export function parseWhole(words: string, min: number, max: number): number | undefined {
  const value = /^\d{1,9}$/.test(words) ? Number(words) : Number.NaN
  return value >= min && value <= max ? value : undefined
}

/** From 1. What was not typed is undefined; what is no such number is bad input. */
export function wholeFlag(flag: string, words: string | undefined, max: number): number | undefined {
  const value = words === undefined ? undefined : parseWhole(words, 1, max)
  if (words !== undefined && value === undefined)
    throw new BadInput({ saw: `${flag} ${words}`, expected: `a whole number from 1 to ${max}`, instead: `${flag} 2` })
  return value
}

/** Milliseconds; what is no duration is bad input. */
export function durationFlag(flag: string, words: string, example: string): number {
  const ms = parseDuration(words)
  if (ms === undefined) throw new BadInput({ saw: `${flag} ${words}`, expected: A_DURATION, instead: `${flag} ${example}` })
  return ms
}
