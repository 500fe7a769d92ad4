/** The end of a run as a person reads it: the verdict and its reason first, then the figures, then where everything lies. */
import { join } from "node:path"
import { describeReceipt } from "@watercooler/boss/faults"
import type { ChalkInstance } from "chalk"
import { plainLine } from "../input/plain.ts"
import type { Summary } from "../office/summary.ts"
import { wrap } from "./cut.ts"
import { shortEnds } from "./ends.ts"
import { headlineOf } from "./headline.ts"
import { plural, seconds, shortHash } from "./words.ts"

const indent = "    "
/** Of a check. */
const marks = { passed: "✓", violated: "✗", inconclusive: "?", none: "·" } as const

/** Names on one line. */
const HOLDERS_MAX = 8
/** Faults with a line of their own. */
const RECEIPTS_MAX = 12

/** `width`: of a terminal, where details are broken between words. Elsewhere each check is one line. */
export function report(summary: Summary, chalk: ChalkInstance, width = Number.POSITIVE_INFINITY): readonly string[] {
  const { totals, timings } = summary
  const { mark, tone, words } = headlineOf(summary)
  const tones = { good: chalk.green, bad: chalk.red, open: chalk.yellow, none: chalk.dim }
  const paint = { passed: chalk.green, violated: chalk.red, inconclusive: chalk.yellow, none: chalk.dim }
  const checks = summary.checks.flatMap(({ name, result, detail }) => {
    const [first = "", ...more] = wrap(detail, width - indent.length, width - indent.length - name.length - 2)
    return [`  ${paint[result](marks[result])} ${name}  ${chalk.dim(first)}`, ...more.map((line) => `${indent}${chalk.dim(line)}`)]
  })
  const heads = new Map<string, string[]>()
  for (const node of summary.nodes) heads.set(node.head, [...(heads.get(node.head) ?? []), node.name])
  const faults = summary.faults.filter((fault) => fault.receipt !== null)
  return [
    "",
    ...(summary.claim === undefined ? [] : [chalk.bold(plainLine(summary.claim)), ""]),
    ...wrap(`${mark} ${words}`, width).map((line) => tones[tone](line)),
    "",
    ...checks,
    ...(checks.length > 0 ? [""] : []),
    summary.traffic !== undefined
      ? trafficLines(summary.traffic).join("\n")
      : `  ${plural(totals.blocks, "block")} · ${plural(totals.transfers, "transfer")} · ${plural(totals.requests, "request")} · ${plural(totals.reorgs, "reorg")} · ${totals.rejected} refused · ${plural(totals.bans, "ban")}`,
    ...receipts(faults, chalk),
    `  ${plural(faults.length, "fault")} · ready after ${seconds(timings.readyMs)} · calm took ${seconds(timings.calmMs)}`,
    ...[...heads].filter(([head]) => head !== "").map(([head, names]) => `  head ${shortHash(head)}  ${chalk.dim(holders(names))}`),
    "",
    `  seed   ${plainLine(summary.seed)}`,
    `  run    ${summary.dir}`,
    `  report ${join(summary.dir, "verdict.json")}`,
    `         ${join(summary.dir, "journal.ndjson")}  ${chalk.dim("everything that happened, a line each")}`,
  ]
}

function trafficLines(traffic: NonNullable<Summary["traffic"]>): readonly string[] {
  const { connections, datagrams = 0, messages, overflowed = 0, refused, unattributed, workload } = traffic
  const nobodys = unattributed === 0 ? "" : `, ${unattributed} of them nobody's`
  const lost = overflowed === 0 ? "" : `, ${overflowed} of them lost for want of room`
  const sent = datagrams === 0 ? "" : ` · ${plural(datagrams, "datagram")}${lost}`
  // Of a protocol that is not HTTP, messages cannot be told apart.
  const isBytes = messages === 0 && connections > 0
  const wires = `${plural(connections, "connection")}${nobodys} · ${isBytes ? "bytes, in which no messages are told apart" : plural(messages, "message")}${sent}`
  const { fail = 0, info = 0, ok = 0 } = workload?.operations ?? {}
  const asked =
    workload === undefined
      ? ""
      : `${workload.workload}: ${plural(ok + fail + info, "operation")}, ${ok} ok, ${fail} failed, ${info} unknown · `
  const turnedAway = refused.map(
    ({ count, from, wanted }) => `  the proxy of ${from} was asked for ${plainLine(wanted)}, no node of this run (${count}×)`,
  )
  const remarks = (workload?.remarks ?? []).map((words) => `  ${plainLine(words)}`)
  return [`  ${asked}${wires}`, ...remarks, ...turnedAway]
}

/** What each fault has touched; of many, the first few. */
function receipts(faults: Summary["faults"], chalk: ChalkInstance): readonly string[] {
  const lines = faults.slice(0, RECEIPTS_MAX).map(({ atMs, back, kind, node, receipt, untilMs }) => {
    const when = untilMs === undefined || untilMs === atMs ? `${inSeconds(atMs)} s` : `${inSeconds(atMs)}–${inSeconds(untilMs)} s`
    return `  ${kind} ${shortEnds(node)}${back === true ? " back" : ""}, ${when}  ${chalk.dim(receipt === null ? "" : describeReceipt(kind, receipt))}`
  })
  const more = faults.length - lines.length
  return lines.length === 0 ? [] : [...lines, ...(more > 0 ? [chalk.dim(`  … and ${plural(more, "more fault")}`)] : []), ""]
}

const inSeconds = (ms: number): string => (ms / 1_000).toFixed(1)

/** Of a crowd, the first few and how many there are. */
function holders(names: readonly string[]): string {
  return names.length <= HOLDERS_MAX
    ? names.join(" ")
    : `${names.slice(0, HOLDERS_MAX - 2).join(" ")} … ${names.at(-1)} (${names.length} nodes)`
}
