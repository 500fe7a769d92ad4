/** The newest reports, in a ring bounded by number and by memory. Numbered in the order of arrival; what is overwritten is gone. */
import type { Report } from "../eye/report.ts"
import type { KeptReport } from "./options.ts"

/** What a report costs beside its texts, by measurement. */
const OVERHEAD_BYTES = 320

export interface ReportFilter {
  readonly node?: string | undefined
  readonly route?: string | undefined
  /** `404`, or a class: `4xx`. */
  readonly status?: string | undefined
  /** Anywhere in method, path, asker, bodies or trace; case is ignored. */
  readonly text?: string | undefined
}

export class ReportStore {
  readonly #ring: (KeptReport | undefined)[] = []
  readonly #countMax: number
  readonly #bytesMax: number
  #bytes = 0
  /** Number of the oldest report held, and of the next to come. */
  #first = 1
  #next = 1

  constructor(countMax: number, bytesMax: number) {
    this.#countMax = countMax
    this.#bytesMax = bytesMax
  }

  get first(): number {
    return this.#first
  }

  get next(): number {
    return this.#next
  }

  add(report: Report): void {
    const n = this.#next++
    this.#bytes += bytesOf(report)
    if (n - this.#first >= this.#countMax) this.#forgetOldest()
    this.#ring[n % this.#countMax] = { n, ...report }
    while (this.#bytes > this.#bytesMax && this.#first < n) this.#forgetOldest()
  }

  at(n: number): KeptReport | undefined {
    return n < this.#first ? undefined : this.#ring[n % this.#countMax]
  }

  /** Matches from `after` on, oldest first, looking at `scanMax` reports at most. `upTo` is where to go on. */
  forward(filter: ReportFilter, after: number, limit: number, scanMax: number): { found: KeptReport[]; upTo: number } {
    const matches = matcherOf(filter)
    const found: KeptReport[] = []
    let n = Math.max(after + 1, this.#first)
    const end = Math.min(this.#next, n + scanMax)
    for (; n < end && found.length < limit; n++) {
      const report = this.at(n)
      if (report !== undefined && matches(report)) found.push(report)
    }
    return { found, upTo: n - 1 }
  }

  /** The newest matches, oldest of them first. */
  newest(filter: ReportFilter, limit: number, scanMax: number): KeptReport[] {
    const matches = matcherOf(filter)
    const found: KeptReport[] = []
    const end = Math.max(this.#first, this.#next - scanMax)
    for (let n = this.#next - 1; n >= end && found.length < limit; n--) {
      const report = this.at(n)
      if (report !== undefined && matches(report)) found.push(report)
    }
    return found.reverse()
  }

  /** Matches below `before`, oldest first; `upTo` is where to go on. */
  backward(filter: ReportFilter, before: number, limit: number, scanMax: number): { found: KeptReport[]; upTo: number } {
    const matches = matcherOf(filter)
    const found: KeptReport[] = []
    const end = Math.max(this.#first, before - scanMax)
    let n = before
    while (n > end && found.length < limit) {
      const report = this.at(--n)
      if (report !== undefined && matches(report)) found.push(report)
    }
    return { found: found.reverse(), upTo: n }
  }

  #forgetOldest(): void {
    const at = this.#first % this.#countMax
    const oldest = this.#ring[at]
    if (oldest !== undefined) this.#bytes -= bytesOf(oldest)
    this.#ring[at] = undefined
    this.#first += 1
  }
}

function bytesOf({ request, response }: Report): number {
  return OVERHEAD_BYTES + request.uri.length + (request.body?.length ?? 0) + (response.content?.length ?? 0)
}

export function matcherOf(filter: ReportFilter): (report: Report) => boolean {
  const { node, route, status, text } = filter
  const needle = text?.toLowerCase()
  const has = (hay: string | undefined) => hay?.toLowerCase().includes(needle ?? "") ?? false
  return (report) => {
    const { request, response } = report
    if (node && report.node !== node) return false
    if (route && request.route !== route) return false
    if (status && !(status.endsWith("xx") ? Math.floor(response.status / 100) === Number(status[0]) : response.status === Number(status)))
      return false
    if (!needle) return true
    return has(request.uri) || has(request.method) || has(request.from) || has(request.body) || has(response.content) || has(report.trace)
  }
}
