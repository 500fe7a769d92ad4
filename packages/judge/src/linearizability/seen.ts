/**
 * Configurations that led nowhere (Lowe's cache: "Testing for linearizability", 2017), in flat memory.
 *
 * A configuration is how many operations are behind it, which of the pending ones are done, the state, and which of the open ones have been used. One that
 * is like another but has used more of the open ones can do no more than that: it is seen too.
 */
const FIRST_CHUNK = 1 << 11
const CHUNK_MAX = 1 << 18
const HEADER = 3

export class Seen {
  readonly #words: number
  /** Words of the open ones, by `low`. */
  readonly #openWords: (low: number) => number
  #chunks: Int32Array[] = []
  #chunkSize = FIRST_CHUNK
  #chunk = new Int32Array(0)
  #used = 0
  #heads = new Int32Array(1 << 9)
  #count = 0
  bytes = 4 * (1 << 9)

  constructor(words: number, openWords: (low: number) => number) {
    this.#words = words
    this.#openWords = openWords
  }

  get count(): number {
    return this.#count
  }

  /** Bytes that the next `add` would ask for; 0 nearly always. */
  wanted(low: number): number {
    const size = HEADER + this.#words + this.#openWords(low)
    const forChunk = this.#used + size > this.#chunk.length ? 4 * this.#nextChunk(size) : 0
    return forChunk + (this.#count >= this.#heads.length ? 8 * this.#heads.length : 0)
  }

  /** False if it was there already, or something that could do more. */
  add(low: number, state: number, done: Int32Array, open: Int32Array): boolean {
    const words = this.#words
    const openWords = this.#openWords(low)
    const hash = hashOf(low, state, done, words)
    for (let at = this.#heads[hash & (this.#heads.length - 1)] as number; at !== 0; ) {
      const chunk = this.#chunks[at >>> 18] as Int32Array
      const from = at & (CHUNK_MAX - 1)
      if (this.#covers(chunk, from, low, state, done, words, open, openWords)) return false
      at = chunk[from] as number
    }
    if (this.#count >= this.#heads.length) this.#grow()
    this.#put(hash, low, state, done, words, open, openWords)
    return true
  }

  #covers(
    chunk: Int32Array,
    from: number,
    low: number,
    state: number,
    done: Int32Array,
    words: number,
    open: Int32Array,
    openWords: number,
  ): boolean {
    if (chunk[from + 1] !== low || chunk[from + 2] !== state) return false
    const at = from + HEADER
    for (let i = 0; i < words; i++) if (chunk[at + i] !== done[i]) return false
    for (let i = 0; i < openWords; i++) if (((chunk[at + words + i] as number) & ~(open[i] as number)) !== 0) return false
    return true
  }

  #put(hash: number, low: number, state: number, done: Int32Array, words: number, open: Int32Array, openWords: number): void {
    const size = HEADER + words + openWords
    if (this.#used + size > this.#chunk.length) this.#addChunk(size)
    const from = this.#used
    const chunk = this.#chunk
    const bucket = hash & (this.#heads.length - 1)
    chunk[from] = this.#heads[bucket] as number
    chunk[from + 1] = low
    chunk[from + 2] = state
    for (let i = 0; i < words; i++) chunk[from + HEADER + i] = done[i] as number
    for (let i = 0; i < openWords; i++) chunk[from + HEADER + words + i] = open[i] as number
    this.#heads[bucket] = (this.#chunks.length - 1) * CHUNK_MAX + from
    this.#used += size
    this.#count++
  }

  #nextChunk(size: number): number {
    return Math.max(this.#chunkSize, 2 * size)
  }

  #addChunk(size: number): void {
    // The place of an entry is its chunk's number times CHUNK_MAX and its own within it, so 0 must be no place: each chunk begins with an unused word.
    this.#chunk = new Int32Array(Math.min(CHUNK_MAX, this.#nextChunk(size)))
    this.bytes += this.#chunk.byteLength
    this.#chunkSize = Math.min(CHUNK_MAX, this.#chunkSize * 2)
    this.#chunks.push(this.#chunk)
    this.#used = 1
  }

  #grow(): void {
    this.bytes += 4 * this.#heads.length
    const heads = new Int32Array(this.#heads.length * 2)
    for (const old of this.#heads) {
      for (let at = old; at !== 0; ) {
        const chunk = this.#chunks[at >>> 18] as Int32Array
        const from = at & (CHUNK_MAX - 1)
        const next = chunk[from] as number
        const bucket =
          hashOf(chunk[from + 1] as number, chunk[from + 2] as number, chunk.subarray(from + HEADER), this.#words) & (heads.length - 1)
        chunk[from] = heads[bucket] as number
        heads[bucket] = at
        at = next
      }
    }
    this.#heads = heads
  }

  /** Gives its memory back; nothing may be asked of it afterwards. */
  release(): void {
    this.#chunks = []
    this.#chunk = new Int32Array(0)
    this.#heads = new Int32Array(1)
    this.bytes = 0
  }
}

function hashOf(low: number, state: number, done: Int32Array, words: number): number {
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(state, 0x85ebca6b)
  for (let i = 0; i < words; i++) hash = Math.imul(hash ^ (done[i] as number), 0xc2b2ae35) ^ (hash >>> 15)
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  return hash ^ (hash >>> 15)
}
