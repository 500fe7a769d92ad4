/** Lanes over time: one for each node, with what it was and what befell it; above them the faults, each for as long as it lasted. */
import type { FaultPicture, LaneChange, NodePicture } from "../../src/picture/index.ts"
import type { Span } from "../state/span.ts"
import { history, moment } from "../state/store.ts"
import { colour } from "../state/theme.ts"
import { clock, nick } from "../state/words.ts"
import { FONT, type Surface } from "./surface.ts"
import { ticksOf } from "./ticks.ts"

export const GUTTER = 92
export const AXIS = 22
const FAULT_ROW = 16
const FAULT_ROWS_MAX = 7

export interface LaneLayout {
  readonly rowHeight: number
  readonly faultRows: readonly (readonly FaultPicture[])[]
  readonly lanesTop: number
  readonly height: number
}

export function layLanes(nodes: readonly NodePicture[], faults: readonly FaultPicture[]): LaneLayout {
  const rowHeight = nodes.length > 150 ? 9 : nodes.length > 40 ? 14 : 22
  const faultRows = pack(faults.filter(({ state }) => state === "began" || state === "ended"))
  const lanesTop = AXIS + Math.max(1, faultRows.length) * FAULT_ROW + 8
  return { rowHeight, faultRows, lanesTop, height: lanesTop + nodes.length * rowHeight + 12 }
}

/** As few rows as the overlaps allow; beyond the last, faults lie over each other. */
function pack(faults: readonly FaultPicture[]): FaultPicture[][] {
  const rows: { until: number; faults: FaultPicture[] }[] = []
  for (const fault of faults) {
    const from = fault.beganAt ?? fault.endedAt ?? 0
    const until = Math.max(fault.endedAt ?? Number.POSITIVE_INFINITY, from + 400_000)
    let row = rows.find((each) => each.until <= from)
    if (row === undefined && rows.length < FAULT_ROWS_MAX) {
      row = { until: 0, faults: [] }
      rows.push(row)
    }
    row ??= rows[FAULT_ROWS_MAX - 1]
    if (row === undefined) continue
    row.until = until
    row.faults.push(fault)
  }
  return rows.map((row) => row.faults)
}

export interface LaneScene {
  readonly nodes: readonly NodePicture[]
  readonly layout: LaneLayout
  readonly span: Span
  readonly scrollTop: number
  readonly end: number
  readonly focus: string | undefined
  readonly isReplay: boolean
}

export function drawLanes(surface: Surface, scene: LaneScene): void {
  const { context, width, height } = surface
  const { nodes, layout, span, scrollTop } = scene
  const x = (t: number) => GUTTER + ((t - span.from) / (span.to - span.from)) * (width - GUTTER - 10)
  const bans = new Map<string, { t: number; until: number }[]>()
  for (const ban of history.peek().bans) bans.set(ban.who, [...(bans.get(ban.who) ?? []), ban])
  drawPhases(surface, x, scene)

  context.save()
  context.beginPath()
  context.rect(0, layout.lanesTop, width, height)
  context.clip()
  const first = Math.max(0, Math.floor(scrollTop / layout.rowHeight))
  const last = Math.min(nodes.length, Math.ceil((scrollTop + height - layout.lanesTop) / layout.rowHeight))
  for (let at = first; at < last; at++) {
    const node = nodes[at]
    if (node === undefined) continue
    const y = layout.lanesTop + at * layout.rowHeight - scrollTop
    drawLane(surface, x, y, layout.rowHeight, node, scene, bans.get(node.name) ?? [])
  }
  drawMarks(surface, x, scene)
  context.restore()
  drawFaults(surface, x, scene)
  drawAxis(surface, x, scene)
  drawNow(surface, x, scene)
}

type Across = (t: number) => number

function drawPhases({ context, height, width }: Surface, x: Across, { layout }: LaneScene): void {
  for (const { t, phase } of history.peek().phases) {
    if (phase === "storm") continue
    const from = Math.max(GUTTER, x(t))
    context.fillStyle = colour(phase === "calm" ? "calm-wash" : "hover")
    context.globalAlpha = 0.6
    context.fillRect(from, AXIS, width - from, height - AXIS)
    context.globalAlpha = 1
    if (from >= width - 30) continue
    context.fillStyle = colour("soft")
    context.font = `10.5px ${FONT}`
    context.textAlign = "left"
    context.textBaseline = "bottom"
    context.fillText(phase, from + 4, layout.lanesTop - 2)
  }
}

function drawLane(
  { context, width }: Surface,
  x: Across,
  y: number,
  rowHeight: number,
  node: NodePicture,
  { span, end, focus }: LaneScene,
  bans: readonly { readonly t: number; readonly until: number }[],
): void {
  const isFocus = focus === node.name
  if (isFocus) {
    context.fillStyle = colour("hover")
    context.fillRect(0, y, width, rowHeight)
  }
  if (rowHeight >= 12) {
    context.font = `${isFocus ? "600 " : ""}${rowHeight > 16 ? 12 : 10.5}px ${FONT}`
    context.textAlign = "left"
    context.textBaseline = "middle"
    context.fillStyle = colour(node.honest === false ? "bad" : "ink")
    context.fillText(rowHeight > 16 ? node.name : nick(node.name), 12, y + rowHeight / 2, GUTTER - 18)
  }
  const pad = rowHeight > 16 ? 5 : rowHeight > 10 ? 3 : 2
  const changes: readonly LaneChange[] = history.peek().lanes[node.name] ?? []
  changes.forEach(({ t, state }, at) => {
    const until = changes[at + 1]?.t ?? end
    if (until < span.from || t > span.to) return
    const from = Math.max(GUTTER, x(t))
    const to = Math.min(width - 10, x(until))
    if (state === "down") {
      context.fillStyle = colour("chain-none")
      context.fillRect(from, y + rowHeight / 2 - 0.5, Math.max(1, to - from), 1)
      return
    }
    context.fillStyle = colour(state === "paused" ? "warn" : "chain-0")
    context.globalAlpha = state === "alive" || state === "seen" ? 0.28 : state === "paused" ? 0.4 : 0.12
    context.fillRect(from, y + pad, Math.max(1.5, to - from), rowHeight - 2 * pad)
    context.globalAlpha = 1
  })
  context.fillStyle = colour("bad")
  for (const { t, until } of bans) {
    const from = Math.max(GUTTER, x(t))
    const to = Math.min(width - 10, x(Math.min(until, end)))
    if (to > from) context.fillRect(from, y + rowHeight - pad, to - from, rowHeight > 10 ? 2 : 1)
  }
}

function drawMarks({ context, width }: Surface, x: Across, { nodes, layout, scrollTop }: LaneScene): void {
  const rows = new Map(nodes.map(({ name }, at) => [name, at]))
  const { reorgs, blocks, told } = history.peek()
  const middle = (row: number) => layout.lanesTop + row * layout.rowHeight - scrollTop + layout.rowHeight / 2
  const small = layout.rowHeight < 12
  for (const hash in blocks) {
    const block = blocks[hash]
    const row = block?.miner === undefined ? undefined : rows.get(block.miner)
    if (block === undefined || row === undefined) continue
    const at = x(block.t)
    if (at < GUTTER || at > width) continue
    context.fillStyle = colour("chain-0")
    context.fillRect(at - 1.2, middle(row) - (small ? 1.2 : 2.5), 2.4, small ? 2.4 : 5)
  }
  context.fillStyle = colour("chain-1")
  for (const { t, node } of told) {
    const row = rows.get(node)
    const at = x(t)
    if (row !== undefined && at >= GUTTER && at <= width) context.fillRect(at - 0.8, middle(row) - (small ? 2 : 4), 1.6, small ? 4 : 8)
  }
  for (const { t, node, depth } of reorgs) {
    const row = rows.get(node)
    const at = x(t)
    if (row === undefined || at < GUTTER || at > width) continue
    const reach = Math.min(layout.rowHeight / 2 - 1, 3.5 + depth)
    context.strokeStyle = colour("chain-2")
    context.lineWidth = 1.6
    context.beginPath()
    context.moveTo(at + 3.5, middle(row) - reach)
    context.lineTo(at - 1, middle(row))
    context.lineTo(at + 3.5, middle(row) + reach)
    context.stroke()
  }
}

function drawFaults({ context, width }: Surface, x: Across, { layout, span, end }: LaneScene): void {
  context.font = `10.5px ${FONT}`
  context.textBaseline = "middle"
  context.textAlign = "left"
  if (layout.faultRows.length > 0) {
    context.fillStyle = colour("soft")
    context.fillText("faults", 12, AXIS + FAULT_ROW / 2 + 3)
  }
  layout.faultRows.forEach((row, at) => {
    const y = AXIS + 4 + at * FAULT_ROW
    for (const fault of row) {
      const { beganAt, endedAt, kind, from: side, receipt } = fault
      const begin = beganAt ?? endedAt ?? 0
      const until = endedAt ?? end
      if (until < span.from || begin > span.to) continue
      const left = Math.max(GUTTER, x(begin))
      const right = Math.min(width - 10, Math.max(left + 3, x(until)))
      const isHollow = receipt !== undefined && receipt.processes + receipt.connections + receipt.messages + receipt.bytes === 0
      context.fillStyle = colour(side.length > 0 ? "bad" : "warn")
      context.strokeStyle = context.fillStyle
      context.globalAlpha = 0.75
      if (isHollow) {
        context.setLineDash([2, 2])
        context.strokeRect(left + 0.5, y + 0.5, right - left - 1, FAULT_ROW - 6)
        context.setLineDash([])
      } else context.fillRect(left, y, right - left, FAULT_ROW - 5)
      context.globalAlpha = 1
      if (right - left < 34) continue
      context.fillStyle = colour(isHollow ? "soft" : "card")
      context.fillText(kind, left + 5, y + (FAULT_ROW - 5) / 2 + 0.5, right - left - 8)
    }
  })
}

function drawAxis({ context, width }: Surface, x: Across, { span }: LaneScene): void {
  context.fillStyle = colour("soft")
  context.font = `10.5px ${FONT}`
  context.textBaseline = "middle"
  context.textAlign = "center"
  const digits = span.to - span.from < 2_000_000 ? 3 : span.to - span.from < 12_000_000 ? 1 : 0
  for (const t of ticksOf(span.from, span.to, Math.max(2, Math.floor((width - GUTTER) / 100)))) {
    const at = x(t)
    if (at > width - 24) continue
    context.fillText(clock(t, digits), at, AXIS / 2)
    context.fillRect(at, AXIS - 4, 1, 3)
  }
  context.fillStyle = colour("line")
  context.fillRect(GUTTER, AXIS, width - GUTTER - 10, 1)
}

function drawNow({ context, width, height }: Surface, x: Across, { span, isReplay }: LaneScene): void {
  const now = moment.peek()
  if (!isReplay) return
  const at = Math.max(GUTTER, Math.min(width - 10, x(now)))
  context.fillStyle = colour("veil")
  context.fillRect(at, AXIS, width - at, height)
  if (now < span.from || now > span.to) return
  context.fillStyle = colour("ink")
  context.fillRect(at - 0.75, AXIS - 6, 1.5, height)
}
