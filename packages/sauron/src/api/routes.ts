/** The JSON API for scripts: what the view shows, as data. Every list has a limit. */
import type { FastifyInstance } from "fastify"
import type { Intake } from "../aggregator/intake.ts"
import { bansOf, branchesOf, isForked } from "../picture/index.ts"
import { metricsText } from "./metrics.ts"
import { openapi } from "./openapi.ts"
import { filterFrom, integerIn, onlyKnown, type Query } from "./query.ts"

/** How many reports one question looks through. */
const SCAN_MAX = 200_000

export function apiRoutes(app: FastifyInstance, intake: Intake): void {
  const get = (path: string, known: readonly string[], answer: (query: Query) => unknown) =>
    app.get(path, async (request) => {
      const query = request.query as Query
      onlyKnown(query, known)
      return answer(query)
    })

  get("/api/summary", [], () => summaryOf(intake))
  get("/api/nodes", ["limit"], (query) => {
    const missed = intake.gaps.missedByNode()
    const nodes = Object.values(intake.picture().nodes).map((node) => ({ ...node, missed: missed.get(node.name) ?? 0 }))
    return { nodes: nodes.slice(0, integerIn(query, "limit", 1_000, 1, 2_048)), total: nodes.length }
  })
  get("/api/requests", ["node", "route", "status", "text", "after", "limit"], (query) => {
    const filter = filterFrom(query)
    const limit = integerIn(query, "limit", 100, 1, 1_000)
    const { store } = intake
    const facts = { oldest: store.first, newest: store.next - 1, total: intake.counters.requests }
    if (query.after === undefined) {
      return { requests: store.newest(filter, limit, SCAN_MAX), after: store.next - 1, ...facts }
    }
    const { found, upTo } = store.forward(filter, integerIn(query, "after", 0, 0, Number.MAX_SAFE_INTEGER), limit, SCAN_MAX)
    return { requests: found, after: upTo, ...facts }
  })
  get("/api/forks", [], () => {
    const branches = branchesOf(intake.picture())
    return { forked: isForked(branches), branches }
  })
  get("/api/faults", ["limit"], (query) => {
    const { faults, totals } = intake.picture()
    return { faults: faults.slice(-integerIn(query, "limit", 100, 1, 300)), total: totals.faults }
  })
  get("/api/bans", [], () => ({ bans: bansOf(intake.picture()), total: intake.picture().totals.bans }))
  get("/api/chains", ["limit"], (query) => {
    const { nodes, blocks } = intake.picture()
    const heads = Object.values(nodes).map(({ name, height, head }) => ({ node: name, height, head }))
    return { heads, blocks: blocks.slice(-integerIn(query, "limit", 100, 1, 2_048)) }
  })
  app.get("/metrics", (_request, reply) => reply.type("text/plain; version=0.0.4; charset=utf-8").send(metricsText(intake)))
  app.get("/openapi.json", async () => openapi)
}

function summaryOf(intake: Intake): object {
  const { nodes, faults: _faults, bans: _bans, rejections, blocks: _blocks, ...picture } = intake.picture()
  const all = Object.values(nodes)
  return {
    ...picture,
    nodes: {
      total: all.length,
      alive: all.filter((node) => node.state === "alive").length,
      down: all.filter((node) => node.state === "down").length,
    },
    heightMax: all.reduce((max, node) => Math.max(max, node.height ?? 0), 0),
    forked: isForked(branchesOf(intake.picture())),
    lastRejections: rejections.slice(-10),
    reports: {
      taken: intake.counters.requests,
      held: intake.store.next - intake.store.first,
      missed: intake.gaps.missed(),
      refused: intake.refused,
    },
  }
}
