/** Whom a fault was done to, in little room: `b1, b2 ↔ b3..b7` for seven names in full. */

export function shortEnds(ends: string): string {
  return ends
    .split(/( [↔→] )/)
    .map((side) => (/[↔→]/.test(side) ? side : shortSide(side.split(", "))))
    .join("")
}

interface Run {
  readonly letter: string
  readonly from: number
  to: number
}

function shortSide(names: readonly string[]): string {
  const parts: (Run | string)[] = []
  for (const name of names) {
    const [, letter, digits] = /^([a-z])[a-z]*-(\d+)$/.exec(name) ?? []
    const last = parts.at(-1)
    if (letter === undefined) parts.push(name)
    else if (typeof last === "object" && last.letter === letter && last.to + 1 === Number(digits)) last.to++
    else parts.push({ letter, from: Number(digits), to: Number(digits) })
  }
  return parts.map((part) => (typeof part === "string" ? part : runWords(part))).join(", ")
}

function runWords({ letter, from, to }: Run): string {
  if (from === to) return `${letter}${from}`
  return to === from + 1 ? `${letter}${from}, ${letter}${to}` : `${letter}${from}..${letter}${to}`
}
