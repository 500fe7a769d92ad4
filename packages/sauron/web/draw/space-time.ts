/** Messages between lanes: down the page nobody moves, to the right time passes, and every message is a line from who sent it to who answered. */

import type { NodePicture } from "../../src/picture/index.ts"
import type { Message } from "../../src/recording/protocol.ts"
import { signOf } from "../state/kinds.ts"
import type { Span } from "../state/span.ts"
import { history } from "../state/store.ts"
import { chainColour, colour } from "../state/theme.ts"
import { clock, nick } from "../state/words.ts"
import { FONT, type Surface } from "./surface.ts"
import { ticksOf } from "./ticks.ts"

export const GUTTER = 84
const TOP = 26

export interface Diagram {
  readonly lanes: readonly NodePicture[]
  readonly messages: readonly Message[]
  readonly span: Span
  readonly now: number
  readonly isReplay: boolean
  readonly hovered: Message | undefined
  readonly chainOf: (head: string | undefined) => number | undefined
  readonly hidden: ReadonlySet<number>
}

export interface Geometry {
  x(t: number): number
  y(lane: number): number
}

export function geometry({ width, height }: Pick<Surface, "width" | "height">, lanes: number, { from, to }: Span): Geometry {
  const apart = (height - TOP - 16) / Math.max(1, lanes)
  return {
    x: (t) => GUTTER + ((t - from) / (to - from)) * (width - GUTTER - 12),
    y: (lane) => TOP + (lane + 0.5) * apart,
  }
}

export function drawSpaceTime(surface: Surface, diagram: Diagram): void {
  const { context, width, height } = surface
  const { lanes, span, now, isReplay, chainOf } = diagram
  const { x, y } = geometry(surface, lanes.length, span)
  context.font = `10.5px ${FONT}`
  context.textBaseline = "middle"
  context.textAlign = "center"
  context.fillStyle = colour("soft")
  const digits = span.to - span.from < 2_000_000 ? 3 : span.to - span.from < 12_000_000 ? 1 : 0
  for (const t of ticksOf(span.from, span.to, Math.max(2, Math.floor((width - GUTTER) / 110)))) {
    context.fillText(clock(t, digits), Math.min(width - 22, x(t)), 11)
    context.globalAlpha = 0.35
    context.fillRect(x(t), TOP - 6, 1, height - TOP)
    context.globalAlpha = 1
  }
  for (const [at, node] of lanes.entries()) drawLane(surface, x, y(at), node, span, chainOf(node.head))
  drawMessages(surface, diagram, { x, y })
  if (isReplay && now >= span.from && now <= span.to) {
    context.fillStyle = colour("ink")
    context.fillRect(x(now) - 0.75, TOP - 8, 1.5, height)
  }
}

function drawLane(
  { context, width }: Surface,
  x: Geometry["x"],
  y: number,
  node: NodePicture,
  span: Span,
  chain: number | undefined,
): void {
  context.textAlign = "left"
  context.font = `11.5px ${FONT}`
  context.fillStyle = colour(node.honest === false ? "bad" : "ink")
  context.fillText(nick(node.name), 22, y, GUTTER - 30)
  context.fillStyle = chainColour(chain)
  context.beginPath()
  context.arc(12, y, 4, 0, 7)
  context.fill()
  const changes = history.peek().lanes[node.name] ?? []
  const pieces = changes.length === 0 ? [{ t: span.from, state: "alive" as const }] : changes
  pieces.forEach(({ t, state }, at) => {
    const until = pieces[at + 1]?.t ?? Number.POSITIVE_INFINITY
    if (until < span.from || t > span.to || state === "down") return
    const from = Math.max(GUTTER, x(t))
    const to = Math.min(width - 12, x(until))
    context.fillStyle = colour(state === "paused" ? "warn" : "chain-none")
    context.globalAlpha = 0.8
    context.fillRect(from, y - (state === "paused" ? 1.5 : 0.75), to - from, state === "paused" ? 3 : 1.5)
    context.globalAlpha = 1
  })
  for (const { node: who, t } of history.peek().reorgs) {
    if (who !== node.name || t < span.from || t > span.to) continue
    context.fillStyle = colour("chain-2")
    context.fillRect(x(t) - 1.5, y - 7, 3, 14)
  }
}

function drawMessages({ context }: Surface, { lanes, messages, hovered, hidden }: Diagram, { x, y }: Geometry): void {
  const rows = new Map(lanes.map(({ name }, at) => [name, at]))
  const isDense = messages.length > 700
  for (const message of messages) {
    const from = rows.get(message.from)
    const to = rows.get(message.to)
    if (from === undefined || to === undefined || hidden.has(message.kind)) continue
    const isHovered = hovered !== undefined && hovered.n === message.n
    const [x0, y0, x1, y1] = [x(message.sent), y(from), x(message.arrived), y(to)]
    context.strokeStyle = colour(message.lost ? "p-failed" : signOf(message.kind))
    context.fillStyle = context.strokeStyle
    context.globalAlpha = isHovered ? 1 : isDense ? 0.35 : 0.75
    context.lineWidth = isHovered ? 2.4 : isDense ? 0.8 : 1.2
    context.beginPath()
    if (message.lost) {
      // It left, and came as far as nobody knows: drawn towards whom it was meant for, and ended before.
      const [mx, my] = [x0 + Math.min(14, Math.abs(y1 - y0) * 0.2), y0 + (y1 - y0) * 0.45]
      context.setLineDash([3, 3])
      context.moveTo(x0, y0)
      context.lineTo(mx, my)
      context.stroke()
      context.setLineDash([])
      context.beginPath()
      context.moveTo(mx - 3, my - 3)
      context.lineTo(mx + 3, my + 3)
      context.moveTo(mx + 3, my - 3)
      context.lineTo(mx - 3, my + 3)
      context.stroke()
      continue
    }
    context.moveTo(x0, y0)
    context.lineTo(x1, y1)
    context.stroke()
    if (isDense && !isHovered) continue
    context.beginPath()
    context.arc(x1, y1, isHovered ? 3.5 : 2, 0, 7)
    context.fill()
  }
  context.globalAlpha = 1
}
