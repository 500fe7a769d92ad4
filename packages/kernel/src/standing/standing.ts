/** How peers stand: offences give points, points decay, too many mean a ban that expires. Kept by proven key, never by address. */
import type { Micros } from "../contract/values.ts"

export interface StandingRules {
  /** A peer with this many points is banned. */
  readonly pointsMax: number
  readonly banUs: Micros
  /** Points halve this often. */
  readonly halfLifeUs: Micros
  /** How many keys are remembered. Unbanned keys are forgotten before banned ones, oldest first. */
  readonly keysMax: number
}

interface Record {
  points: number
  /** When the points were last brought up to date. */
  since: Micros
  bannedUntil: Micros | undefined
}

export type Sentence = { readonly points: number; readonly total: number; readonly banned: boolean }

export class Standing {
  readonly #rules: StandingRules
  readonly #records = new Map<string, Record>()

  constructor(rules: StandingRules) {
    this.#rules = rules
  }

  /** Adds points. `banned` is true only for the offence that brings the ban. */
  offend(key: string, points: number, now: Micros): Sentence {
    const record = this.#recordOf(key, now)
    const wasBanned = this.isBanned(key, now)
    record.points += points
    const total = record.points
    const banned = !wasBanned && total >= this.#rules.pointsMax
    if (banned) this.ban(key, now)
    return { points, total, banned }
  }

  /** Bans at once, as when a ban is read back from disk. The points are spent. */
  ban(key: string, now: Micros, forUs: Micros = this.#rules.banUs): void {
    const record = this.#recordOf(key, now)
    record.points = 0
    record.bannedUntil = now + forUs
  }

  isBanned(key: string, now: Micros): boolean {
    const until = this.#records.get(key)?.bannedUntil
    return until !== undefined && now < until
  }

  pointsOf(key: string, now: Micros): number {
    return this.#records.has(key) ? this.#recordOf(key, now).points : 0
  }

  /** Keys under a ban now, in the order in which they first offended. */
  banned(now: Micros): string[] {
    return [...this.#records.keys()].filter((key) => this.isBanned(key, now))
  }

  #recordOf(key: string, now: Micros): Record {
    let record = this.#records.get(key)
    if (record === undefined) {
      this.#makeRoom(now)
      record = { points: 0, since: now, bannedUntil: undefined }
      this.#records.set(key, record)
    }
    const halvings = Math.floor((now - record.since) / this.#rules.halfLifeUs)
    if (halvings > 0) {
      record.points = halvings > 30 ? 0 : record.points >> halvings
      record.since += halvings * this.#rules.halfLifeUs
    }
    return record
  }

  #makeRoom(now: Micros): void {
    if (this.#records.size < this.#rules.keysMax) return
    let oldest: string | undefined
    for (const key of this.#records.keys()) {
      oldest ??= key
      if (!this.isBanned(key, now)) {
        this.#records.delete(key)
        return
      }
    }
    if (oldest !== undefined) this.#records.delete(oldest)
  }
}
