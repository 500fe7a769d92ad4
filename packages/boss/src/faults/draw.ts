/**
 * Chance from a seed, keyed by content: the draw for "victim of harm 3" never depends on how many draws came before it, so
 * that taking one fault out of a plan leaves all the others as they were. Integers only: the same on every machine.
 */

/** An unsigned 32-bit integer that depends on the seed and the key, and on nothing else. */
export function draw(seed: string, ...key: readonly (string | number)[]): number {
  const text = `${seed}\u0000${key.join("\u0000")}`
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** An integer from min to max, both included. */
export function drawBetween(min: number, max: number, seed: string, ...key: readonly (string | number)[]): number {
  return max <= min ? min : min + (draw(seed, ...key) % (max - min + 1))
}

/** One of the candidates. Who else stands there does not change how a candidate is rated. */
export function drawOne<Name extends string>(
  candidates: readonly Name[],
  seed: string,
  ...key: readonly (string | number)[]
): Name | undefined {
  let chosen: Name | undefined
  let best = -1
  for (const candidate of candidates) {
    const rating = draw(seed, ...key, candidate)
    if (rating > best || (rating === best && chosen !== undefined && candidate < chosen)) {
      best = rating
      chosen = candidate
    }
  }
  return chosen
}

/** One of the names, each as likely as its weight. Undefined when all weigh nothing. */
export function drawWeighted<Name extends string>(
  weights: Readonly<Record<Name, number>>,
  seed: string,
  ...key: readonly (string | number)[]
): Name | undefined {
  const names = Object.keys(weights) as Name[]
  const total = names.reduce((sum, name) => sum + weights[name], 0)
  if (total <= 0) return undefined
  let left = draw(seed, ...key) % total
  for (const name of names) {
    left -= weights[name]
    if (left < 0) return name
  }
  return undefined
}
