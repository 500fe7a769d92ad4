/** Durations, percentages and sizes, from what people write to integers and back. */

const US_PER = { us: 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 } as const
const UNITS = ["h", "m", "s", "ms"] as const

/** Microseconds of a duration that the schema has let through: `1m30s`, `-5m`. */
export function microsOf(words: string): number {
  const sign = words.startsWith("-") ? -1 : 1
  let total = 0
  for (const [, amount, unit] of words.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)) {
    total += Math.round(Number(amount) * US_PER[unit as keyof typeof US_PER])
  }
  return sign * total
}

/** The shortest way to write so many microseconds with one unit: 90000000 → `90s`, 1500000 → `1500ms`. */
export function durationOf(us: number): string {
  const unit = us === 0 ? "s" : (UNITS.find((candidate) => us % US_PER[candidate] === 0) ?? "us")
  return `${us / US_PER[unit]}${unit}`
}

export interface Span {
  readonly min: number
  readonly max: number
}

/** `2s` → from two seconds to two seconds; `1500ms..4s` → between the two. */
export function spanOf(words: string): Span {
  const [min = "", max = min] = words.split("..")
  return { min: microsOf(min), max: microsOf(max) }
}

export function spanWords({ min, max }: Span): string {
  return min === max ? durationOf(min) : `${durationOf(min)}..${durationOf(max)}`
}

/** `30%` or 30 → 30. */
export function percentOf(words: string | number): number {
  return typeof words === "number" ? words : Number(words.slice(0, -1))
}

const BYTES_PER: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1_000,
  KiB: 1_024,
  MB: 1_000_000,
  MiB: 1_048_576,
  GB: 1_000_000_000,
  GiB: 1_073_741_824,
}

/** `64KB`, `1MiB/s` or a number → bytes. */
export function bytesOf(words: string | number): number {
  if (typeof words === "number") return words
  const [, amount, unit = "B"] = /^(\d+(?:\.\d+)?)([A-Za-z]+)/.exec(words) ?? []
  return Math.round(Number(amount) * (BYTES_PER[unit] ?? 1))
}

export function rateWords(bytesPerSecond: number): string {
  const unit = ["GB", "MB", "KB"].find((candidate) => bytesPerSecond % (BYTES_PER[candidate] ?? 1) === 0) ?? "B"
  return `${bytesPerSecond / (BYTES_PER[unit] ?? 1)}${unit}/s`
}
