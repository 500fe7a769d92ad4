/** Durations as people write them: `30s`, `2m`, `1m30s`, `500ms`. */

const msPer: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** What is said to whoever typed something else. */
export const A_DURATION = "a number and its unit: 500ms, 30s, 2m, 1m30s, more than nothing and at most a day"

/** Milliseconds, or undefined for words that are no duration. Longer than a day is a mistake. */
export function parseDuration(words: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(words)) return undefined
  let total = 0
  for (const [, amount, unit] of words.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) total += Number(amount) * (msPer[unit ?? ""] ?? 0)
  return total > 0 && total <= 24 * 3_600_000 ? Math.round(total) : undefined
}
