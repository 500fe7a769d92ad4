/** Counters that never lose count, however few reports are still held: per node, route and status. Bounded in labels, not in numbers. */
import type { Report } from "../eye/report.ts"

/** Upper bounds of the duration buckets, in microseconds. */
export const DURATION_BOUNDS_US = [1_000, 5_000, 25_000, 100_000, 500_000, 2_500_000] as const
const ROUTES_PER_NODE_MAX = 128
const NODES_MAX = 2_048
/** Where the rest is counted once there are too many labels: a stranger chooses them freely. */
const OTHER = "other"

export interface RouteCount {
  readonly node: string
  readonly method: string
  readonly route: string
  readonly statuses: Map<number, number>
  readonly buckets: number[]
  requests: number
  durationUs: number
  bytesIn: number
  bytesOut: number
}

export class Counters {
  readonly #nodes = new Map<string, Map<string, RouteCount>>()
  requests = 0

  add({ node, request, response, durationUs }: Report): void {
    this.requests += 1
    const count = this.#countOf(node, request.method, request.route)
    count.requests += 1
    count.durationUs += durationUs
    count.bytesIn += request.bytes
    count.bytesOut += response.bytes
    count.statuses.set(response.status, (count.statuses.get(response.status) ?? 0) + 1)
    const bucket = DURATION_BOUNDS_US.findIndex((bound) => durationUs <= bound)
    const at = bucket < 0 ? DURATION_BOUNDS_US.length : bucket
    count.buckets[at] = (count.buckets[at] ?? 0) + 1
  }

  *all(): Iterable<RouteCount> {
    for (const routes of this.#nodes.values()) yield* routes.values()
  }

  routes(): string[] {
    const routes = new Set<string>()
    for (const { route } of this.all()) if (routes.size < 1_000) routes.add(route)
    return [...routes].sort()
  }

  #countOf(node: string, method: string, route: string): RouteCount {
    let routes = this.#nodes.get(node)
    if (routes === undefined) {
      if (this.#nodes.size >= NODES_MAX && node !== OTHER) return this.#countOf(OTHER, method, route)
      routes = new Map()
      this.#nodes.set(node, routes)
    }
    const key = `${method} ${route}`
    let count = routes.get(key)
    if (count === undefined) {
      if (routes.size >= ROUTES_PER_NODE_MAX && route !== OTHER) return this.#countOf(node, OTHER, OTHER)
      const buckets = new Array<number>(DURATION_BOUNDS_US.length + 1).fill(0)
      count = { node, method, route, statuses: new Map(), buckets, requests: 0, durationUs: 0, bytesIn: 0, bytesOut: 0 }
      routes.set(key, count)
    }
    return count
  }
}
