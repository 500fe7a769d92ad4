/** Metrics in Prometheus' text format, by hand: its library costs every process 93 CPU ms. */
import { DURATION_BOUNDS_US } from "../aggregator/counters.ts"
import type { Intake } from "../aggregator/intake.ts"

export function metricsText(intake: Intake): string {
  const lines: string[] = []
  const family = (name: string, type: string, help: string) => lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
  const { totals, nodes } = intake.picture()

  family("sauron_requests_total", "counter", "Requests that nodes have answered, as their Eyes reported them.")
  for (const { node, method, route, statuses } of intake.counters.all()) {
    for (const [status, count] of statuses)
      lines.push(`sauron_requests_total${labels({ node, method, route, status: String(status) })} ${count}`)
  }
  family("sauron_request_duration_seconds", "histogram", "How long the answers took.")
  for (const { node, method, route, buckets, requests, durationUs } of intake.counters.all()) {
    const name = "sauron_request_duration_seconds"
    let sum = 0
    DURATION_BOUNDS_US.forEach((bound, at) => {
      sum += buckets[at] ?? 0
      lines.push(`${name}_bucket${labels({ node, method, route, le: String(bound / 1e6) })} ${sum}`)
    })
    lines.push(`${name}_bucket${labels({ node, method, route, le: "+Inf" })} ${requests}`)
    lines.push(
      `${name}_sum${labels({ node, method, route })} ${durationUs / 1e6}`,
      `${name}_count${labels({ node, method, route })} ${requests}`,
    )
  }
  family("sauron_reports_missed_total", "counter", "Reports known to be missing: dropped by an Eye, or lost on the way.")
  for (const [node, count] of intake.gaps.missedByNode()) lines.push(`sauron_reports_missed_total${labels({ node })} ${count}`)
  family("sauron_messages_refused_total", "counter", "Messages that could not be read as reports.")
  lines.push(`sauron_messages_refused_total ${intake.refused}`)

  family("sauron_node_up", "gauge", "1 while a node is alive.")
  family("sauron_node_height", "gauge", "Height of a node's head.")
  for (const { name, state, height } of Object.values(nodes)) {
    lines.push(`sauron_node_up${labels({ node: name })} ${state === "alive" || state === "seen" ? 1 : 0}`)
    if (height !== undefined) lines.push(`sauron_node_height${labels({ node: name })} ${height}`)
  }
  for (const what of ["blocks", "transfers", "reorgs", "rejections", "misdeeds", "bans", "faults"] as const) {
    family(`sauron_${what}_total`, "counter", `${what[0]?.toUpperCase()}${what.slice(1)} seen in the run.`)
    lines.push(`sauron_${what}_total ${totals[what]}`)
  }
  return `${lines.join("\n")}\n`
}

function labels(values: { readonly [name: string]: string }): string {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${name}="${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`,
  )
  return `{${pairs.join(",")}}`
}
