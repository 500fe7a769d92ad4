/** What is missing: by the numbers of the reports themselves, and by what the Eyes admit to have forgotten. */
import type { ReadBatch } from "./read-reports.ts"

type Life = NonNullable<ReadBatch["life"]>

interface Known {
  readonly node: string
  seqLast: number
  /** Numbers that were skipped. */
  gap: number
  /** What the Eye says it dropped; never less than before. */
  dropped: number
}

/** More lives than this, and the oldest are closed: their losses stay counted. */
const LIVES_MAX = 4_096

export class Gaps {
  readonly #lives = new Map<string, Known>()
  readonly #closed = new Map<string, number>()

  /** The reports that are new. Those that came before, after a broken line, are not taken twice. */
  take<R extends { readonly seq: number }>(life: Life, reports: readonly R[]): R[] {
    const known = this.#known(life, reports[0]?.seq ?? life.acked + 1)
    known.dropped = Math.max(known.dropped, life.dropped)
    const fresh: R[] = []
    for (const report of reports) {
      if (report.seq <= known.seqLast) continue
      known.gap += report.seq - known.seqLast - 1
      known.seqLast = report.seq
      fresh.push(report)
    }
    return fresh
  }

  /** Reports known to be missing, per node: the greater of what was skipped and what was admitted. */
  missedByNode(): Map<string, number> {
    const missed = new Map(this.#closed)
    for (const { node, gap, dropped } of this.#lives.values()) {
      const lost = Math.max(gap, dropped)
      if (lost > 0) missed.set(node, (missed.get(node) ?? 0) + lost)
    }
    return missed
  }

  missed(): number {
    let sum = 0
    for (const count of this.missedByNode().values()) sum += count
    return sum
  }

  #known(life: Life, seqFirst: number): Known {
    const key = `${life.boot} ${life.node}`
    const known = this.#lives.get(key)
    if (known !== undefined) return known
    if (this.#lives.size >= LIVES_MAX) this.#closeOldest()
    // An Eye that was confirmed by a Sauron before this one owes us only what came after.
    const fresh = { node: life.node, seqLast: Math.min(life.acked, seqFirst - 1), gap: 0, dropped: 0 }
    this.#lives.set(key, fresh)
    return fresh
  }

  #closeOldest(): void {
    for (const [key, { node, gap, dropped }] of this.#lives) {
      this.#lives.delete(key)
      if (this.#closed.size < LIVES_MAX || this.#closed.has(node))
        this.#closed.set(node, (this.#closed.get(node) ?? 0) + Math.max(gap, dropped))
      return
    }
  }
}
