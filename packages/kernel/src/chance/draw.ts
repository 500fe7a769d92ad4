/** Chance without a clock: integers expanded from a salt. Only integer arithmetic, so every engine draws alike. */
import type { Salt } from "../contract/values.ts"
import { finish } from "./mix.ts"

/** Returns an unsigned 32-bit integer. */
export type Draw = () => number

/** xoshiro128**, by Blackman and Vigna (2018, public domain). An all-zero salt, its one bad state, is replaced. */
export function expand(salt: Salt): Draw {
  let [a, b, c, d] = salt as [number, number, number, number]
  if ((a | b | c | d) === 0) a = 0x9e3779b9
  return () => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return scrambled >>> 0
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** A salt keyed by content: the same seed and words always give the same one (MurmurHash3's mixing, four lanes). */
export function saltOf(seed: string, ...words: readonly (string | number)[]): Salt {
  const text = `${seed}\n${words.join("\n")}`
  const lanes: [number, number, number, number] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93]
  for (let i = 0; i < text.length; i++) {
    const lane = i & 3
    const mixed = Math.imul(rotate(Math.imul(text.charCodeAt(i), 0xcc9e2d51), 15), 0x1b873593)
    lanes[lane] = (Math.imul(rotate((lanes[lane] as number) ^ mixed, 13), 5) + 0xe6546b64) | 0
    lanes[(lane + 1) & 3] = ((lanes[(lane + 1) & 3] as number) + (lanes[lane] as number)) | 0
  }
  for (let round = 0; round < 2; round++) {
    for (let lane = 0; lane < 4; lane++) {
      lanes[lane] = finish(((lanes[lane] as number) + (lanes[(lane + 3) & 3] as number) + text.length) | 0)
    }
  }
  return [lanes[0] >>> 0, lanes[1] >>> 0, lanes[2] >>> 0, lanes[3] >>> 0]
}

/** A uniform integer from 0 to `limit` − 1. `limit` is from 1 to 2^53 − 1. */
export function below(draw: Draw, limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`below: limit must be an integer from 1, got ${limit}`)
  const wide = (draw() & 0x1fffff) * 0x100000000 + draw()
  return wide % limit
}

/** `count` different members, in random order. All of them when there are fewer. */
export function sample<T>(draw: Draw, from: readonly T[], count: number): T[] {
  const pool = [...from]
  const taken = Math.min(count, pool.length)
  for (let i = 0; i < taken; i++) {
    const j = i + below(draw, pool.length - i)
    const chosen = pool[j] as T
    pool[j] = pool[i] as T
    pool[i] = chosen
  }
  return pool.slice(0, taken)
}

/**
 * An exponentially distributed integer with this mean, cut at 16 times the mean. Von Neumann's comparison method (1951) needs no
 * logarithm, whose last bits differ between engines.
 */
export function exponential(draw: Draw, mean: number): number {
  for (let whole = 0; whole < 16; whole++) {
    const first = draw()
    let previous = first
    let runs = 1
    for (let next = draw(); next < previous; next = draw()) {
      previous = next
      runs++
    }
    if (runs % 2 === 1) return Math.floor(mean * (whole + first / 0x100000000))
  }
  return mean * 16
}
