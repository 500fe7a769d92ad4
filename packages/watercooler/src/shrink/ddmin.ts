/**
 * Delta debugging: the fewest items of a list with which something still happens. The algorithm is `ddmin` of Zeller and Hildebrandt, "Simplifying and
 * Isolating Failure-Inducing Input", IEEE Transactions on Software Engineering 28 (2002).
 */

/** `happens` is asked for ever smaller lists, in their order; the whole list is taken to be known to do it. Without any item left to try, the empty list is asked for first. */
export function ddmin<Item>(items: readonly Item[], happens: (items: readonly Item[]) => boolean): readonly Item[] {
  if (items.length === 0 || happens([])) return []
  let kept = items
  for (let parts = 2; kept.length >= 2; ) {
    const size = Math.ceil(kept.length / parts)
    const smaller = without(kept, size).find(happens)
    if (smaller !== undefined) {
      kept = smaller
      parts = Math.max(2, parts - 1)
    } else if (parts >= kept.length) return kept
    else parts = Math.min(kept.length, parts * 2)
  }
  return kept
}

/** The list without its first part, without its second, and so on. */
function without<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const lists: (readonly Item[])[] = []
  for (let from = 0; from < items.length; from += size) lists.push([...items.slice(0, from), ...items.slice(from + size)])
  return lists
}
