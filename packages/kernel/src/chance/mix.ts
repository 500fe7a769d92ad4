/** Mixing of 32-bit integers, with nothing but integer arithmetic: the same on every engine. */

export const GOLDEN = 0x9e3779b9 | 0

/** MurmurHash3's finaliser: every bit of the word decides every bit of the result. */
export function finish(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** One more word into a running hash. */
export function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) + GOLDEN
}

/** The same with other constants: a second, independent lane. */
export function mixOther(hash: number, word: number): number {
  const mixed = Math.imul((hash << 13) ^ (hash >>> 19) ^ word, 0x85ebca77)
  return (mixed ^ (mixed >>> 13)) + 0x27d4eb2f
}

/** A text as 32 bits. `lane` chooses one of many independent hashes. */
export function hashText(text: string, lane: number): number {
  let hash = lane ^ text.length
  let at = 0
  for (; at + 1 < text.length; at += 2) hash = mix(hash, text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16))
  if (at < text.length) hash = mix(hash, text.charCodeAt(at))
  return finish(hash)
}
