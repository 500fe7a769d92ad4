/** The known word that is nearest to a misspelt one. */

/** Words further away than a third of their length are no likely mistake. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const rated = known.map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
  const best = rated.reduce<(typeof rated)[number] | undefined>((a, b) => (a === undefined || b.far < a.far ? b : a), undefined)
  return best !== undefined && best.far <= Math.max(1, Math.ceil(best.candidate.length / 3)) ? best.candidate : undefined
}

export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined ? "" : ` Did you mean ${near}?`
}

/** How many letters to add, drop, change or swap with their neighbour. */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
