/** The strip of time: how busy it was, which faults lasted when, where chains were reorganised, where the phases changed. */
import { history, isReplay } from "../state/store.ts"
import { colour } from "../state/theme.ts"
import { clock } from "../state/words.ts"
import { FONT, type Surface } from "./surface.ts"
import { ticksOf } from "./ticks.ts"

const FAULT_ROWS = 3
const ROW = 7
const AXIS = 15

export function drawStrip({ context, width, height }: Surface, end: number, now: number): void {
  const until = Math.max(1_000_000, end)
  const x = (t: number) => (t / until) * width
  const floor = height - AXIS
  const { series, faults, reorgs, phases, bans } = history.peek()

  for (const { t, phase } of phases) {
    if (phase === "storm") continue
    context.fillStyle = colour(phase === "calm" ? "calm-wash" : "hover")
    context.fillRect(x(t), 0, width - x(t), floor)
  }

  const top = FAULT_ROWS * ROW + 12
  const most = series.buckets.reduce((max, { requests }) => Math.max(max, requests), 1)
  const reach = Math.max(8, floor - top)
  context.fillStyle = colour("area")
  context.beginPath()
  context.moveTo(0, floor)
  for (const { t, requests } of series.buckets) {
    const y = floor - (requests / most) * reach
    context.lineTo(x(t), y)
    context.lineTo(x(t + series.widthUs), y)
  }
  context.lineTo(x((series.buckets.at(-1)?.t ?? 0) + series.widthUs), floor)
  context.fill()

  const rows = new Array<number>(FAULT_ROWS).fill(-1)
  for (const fault of faults) {
    if (fault.state === "planned" || fault.state === "refused") continue
    const from = x(fault.beganAt ?? fault.endedAt ?? 0)
    const to = Math.max(from + 3, x(fault.endedAt ?? until))
    let row = rows.findIndex((busy) => busy <= from)
    if (row < 0) row = FAULT_ROWS - 1
    rows[row] = to + 1
    context.fillStyle = colour(fault.from.length > 0 ? "bad" : "warn")
    context.globalAlpha = fault.from.length > 0 ? 0.75 : 0.6
    context.fillRect(from, 3 + row * ROW, to - from, ROW - 2)
  }
  context.globalAlpha = 1

  context.fillStyle = colour("chain-2")
  for (const { t, depth } of reorgs) context.fillRect(x(t) - 0.75, FAULT_ROWS * ROW + 5, 1.5, Math.min(7, 2 + depth))
  context.fillStyle = colour("bad")
  for (const { t } of bans) context.fillRect(x(t) - 0.5, FAULT_ROWS * ROW + 8, 1, 4)

  context.strokeStyle = colour("line")
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(0, floor + 0.5)
  context.lineTo(width, floor + 0.5)
  context.stroke()
  context.font = `10.5px ${FONT}`
  context.fillStyle = colour("soft")
  context.textBaseline = "top"
  for (const t of ticksOf(0, until, Math.max(2, Math.floor(width / 90)))) {
    context.textAlign = t === 0 ? "left" : "center"
    if (x(t) > width - 22) continue
    context.fillRect(x(t), floor, 1, 3)
    context.fillText(clock(t, until < 9_000_000 ? 1 : 0), x(t), floor + 4)
  }

  if (!isReplay.peek()) return
  const at = Math.min(width - 1, x(now))
  context.fillStyle = colour("veil")
  context.fillRect(at, 0, width - at, floor)
  context.fillStyle = colour("ink")
  context.fillRect(at - 0.75, 0, 1.5, floor + 2)
  context.beginPath()
  context.arc(at, 4.5, 4.5, 0, 7)
  context.fill()
}
