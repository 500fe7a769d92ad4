/** A cycle, told and drawn: who comes before whom, and why. */
import type { Cycle } from "./cycles.ts"
import { type Graph, PROCESS, REALTIME, RW, WR, WW } from "./graph.ts"
import { type Dialect, shown, type Txn, textOf } from "./txn.ts"

interface Hop {
  readonly from: Txn
  readonly to: Txn
  readonly sign: string
  readonly why: string
}

/** Lines of text. Moments of the clock between two transactions are one hop. */
export function drawCycle(cycle: Cycle, graph: Graph, txns: readonly Txn[], dialect: Dialect): readonly string[] {
  const hops = hopsOf(cycle, graph, txns, dialect)
  const members = [...new Set(hops.map(({ from }) => from))]
  const width = Math.max(...members.map(({ id }) => `T${id}`.length))
  return [
    `${cycle.name}, ${members.length} transactions:`,
    ...members.map((txn) => `  ${`T${txn.id}`.padEnd(width)} ${textOf(txn, dialect)}`),
    "",
    `  ${hops.map(({ from, sign }) => `T${from.id} ─${sign}→ `).join("")}T${members[0]?.id ?? 0}`,
    "",
    ...hops.map(({ from, to, why }) => `  T${from.id} before T${to.id}: ${why}`),
  ]
}

export function tellCycle(cycle: Cycle, graph: Graph, txns: readonly Txn[], dialect: Dialect): string {
  const hops = hopsOf(cycle, graph, txns, dialect)
  return `${hops.map(({ from, sign }) => `T${from.id} ─${sign}→ `).join("")}T${hops[0]?.from.id ?? 0}: ${hops.map(({ why }) => why).join("; ")}.`
}

function hopsOf({ edges }: Cycle, graph: Graph, txns: readonly Txn[], dialect: Dialect): readonly Hop[] {
  const first = edges.findIndex((edge) => graph.from(edge) < graph.transactions)
  const turned = [...edges.slice(first), ...edges.slice(0, first)]
  const hops: Hop[] = []
  let from: Txn | undefined
  for (const edge of turned) {
    if (graph.from(edge) < graph.transactions) from = txns[graph.from(edge)]
    const to = graph.to(edge) < graph.transactions ? txns[graph.to(edge)] : undefined
    if (from === undefined || to === undefined) continue
    hops.push({ from, to, sign: SIGNS[graph.kind(edge)] ?? "?", why: why(edge, graph, from, to, dialect) })
  }
  return hops
}

const SIGNS: Readonly<Record<number, string>> = { [WW]: "ww", [WR]: "wr", [RW]: "rw", [PROCESS]: "process", [REALTIME]: "time" }

function why(edge: number, graph: Graph, from: Txn, to: Txn, dialect: Dialect): string {
  const because = graph.because(edge)
  const [wrote, did] = dialect === "list-append" ? ["appended", "append"] : ["wrote", "write"]
  switch (graph.kind(edge)) {
    case WW:
      return `T${to.id} ${wrote} ${shown(because?.next)} to ${shown(because?.key)} after T${from.id} had ${dialect === "list-append" ? wrote : "written"} ${shown(because?.value)}`
    case WR:
      return `T${to.id} read ${shown(because?.value)} in ${shown(because?.key)}, which T${from.id} had ${dialect === "list-append" ? wrote : "written"}`
    case RW:
      return `T${from.id} read ${shown(because?.key)} ${because?.value === "nil" ? "when nothing was there" : `up to ${shown(because?.value)}`}, and did not see T${to.id} ${did} ${shown(because?.next)}`
    case PROCESS:
      return `process ${from.operation.process} did T${to.id} after T${from.id}`
    default:
      return `T${from.id} had ended in line ${from.operation.returnLine} before T${to.id} began in line ${to.operation.line}`
  }
}
