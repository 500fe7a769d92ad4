/** How fast one connection may ask: a bucket of tokens for each, refilled with time. */

const LINKS_MAX = 4_000

interface Bucket {
  tokens: number
  at: number
}

export class RateLimit {
  readonly #perSecond: number
  readonly #buckets = new Map<string, Bucket>()

  /** Bursts of twice a second's worth are let through. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  allows(link: string, nowMs: number = performance.now()): boolean {
    const full = this.#perSecond * 2
    const bucket = this.#buckets.get(link) ?? { tokens: full, at: nowMs }
    bucket.tokens = Math.min(full, bucket.tokens + ((nowMs - bucket.at) / 1_000) * this.#perSecond)
    bucket.at = nowMs
    this.#buckets.set(link, bucket)
    if (this.#buckets.size > LINKS_MAX) this.#forgetOldest()
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }

  #forgetOldest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest)
      return
    }
  }
}
