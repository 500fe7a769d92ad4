/** Rows of the bench: a figure, what it was measured against, and what it should reach. */

export interface Row {
  readonly bench: string
  readonly what: string
  readonly value: number
  readonly unit: string
  /** What is to be reached: at most, or at least, so much. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number }
}

export function isReached({ value, goal }: Row): boolean | undefined {
  if (goal === undefined) return undefined
  return "atMost" in goal ? value <= goal.atMost : value >= goal.atLeast
}

export function describeRow(row: Row): string {
  const { bench, what, value, unit, goal } = row
  const figure = `${Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3)} ${unit}`.trim()
  const aim = goal === undefined ? "" : "atMost" in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`
  const mark = isReached(row) === undefined ? " " : isReached(row) ? "✓" : "✗"
  return `${mark} ${bench}  ${what.padEnd(62)} ${figure.padStart(16)}  ${aim}`
}
