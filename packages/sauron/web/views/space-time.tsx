/** The space-time diagram: the messages of a stretch of time between the lanes of the nodes. */
import { effect, signal } from "@preact/signals"
import { useEffect, useRef, useState } from "preact/hooks"
import { HELPERS, type NodePicture } from "../../src/picture/index.ts"
import type { Message, Messages } from "../../src/recording/protocol.ts"
import { drawSpaceTime, GUTTER, geometry } from "../draw/space-time.ts"
import { useDrawing } from "../parts/use-drawing.ts"
import { ask } from "../state/asking.ts"
import { kinds } from "../state/kinds.ts"
import { playing, seek } from "../state/playing.ts"
import type { Span } from "../state/span.ts"
import { byNumber, chosen, colourOf, end, frames, isReplay, knowsNoChain, line, moment, nodes, picture } from "../state/store.ts"
import { paint } from "../state/theme.ts"
import { brief, clock, nick, several } from "../state/words.ts"

const WIDTHS_S = [0.2, 0.5, 1, 2, 5, 10, 30]
const LANES_MAX = 36
const MESSAGES_MAX = 2_500
const EVERY_MS = 250

const width = signal(2)
const found = signal<Messages & { readonly span: Span }>({ messages: [], total: 0, remark: "", span: { from: 0, to: 1 } })
const hidden = signal<ReadonlySet<number>>(new Set())

function spanNow(): Span {
  const us = width.peek() * 1_000_000
  const share = isReplay.peek() ? 0.75 : 1
  const from = Math.max(0, Math.min(moment.peek() - us * share, Math.max(0, end.peek() - us)))
  return { from, to: from + us }
}

/** Asks again whenever the moment has moved, one question at a time. */
function follow(): () => void {
  let asked = ""
  let busy = false
  const look = async () => {
    if (busy || line.peek() !== "up") return
    const span = spanNow()
    const focus = nodes.peek().length > LANES_MAX ? chosen.peek().node : undefined
    const key = `${span.from} ${span.to} ${isReplay.peek() ? 0 : end.peek()} ${focus}`
    if (key === asked) return
    asked = key
    busy = true
    const answer = await ask("messages", { ...span, max: MESSAGES_MAX, ...(focus === undefined ? {} : { node: focus }) })
    busy = false
    if (answer !== undefined) found.value = { ...answer, span }
  }
  const stop = effect(() => {
    width.value
    chosen.value
    void look()
  })
  const timer = setInterval(() => void look(), EVERY_MS)
  return () => {
    stop()
    clearInterval(timer)
  }
}

/** Of a large network: the node that was chosen and those it speaks with, or whoever speaks most. */
function lanesOf(all: readonly NodePicture[], { messages }: Messages): readonly NodePicture[] {
  const focus = chosen.peek().node
  // One side of a fork beside the other: what passes between them stands out.
  const order = (a: NodePicture, b: NodePicture) =>
    (colourOf.peek()(a.head) ?? 9) - (colourOf.peek()(b.head) ?? 9) || byNumber(a.name, b.name)
  if (all.length <= LANES_MAX) return [...all].sort(order)
  const counts = new Map<string, number>()
  for (const { from, to } of messages) {
    const near = focus === undefined || from === focus || to === focus
    if (!near) continue
    counts.set(from, (counts.get(from) ?? 0) + 1)
    counts.set(to, (counts.get(to) ?? 0) + 1)
  }
  if (focus !== undefined) counts.set(focus, Number.POSITIVE_INFINITY)
  return [...all]
    .sort((a, b) => (counts.get(b.name) ?? 0) - (counts.get(a.name) ?? 0))
    .slice(0, LANES_MAX)
    .sort(order)
}

export function SpaceTimeView() {
  useEffect(follow, [])
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hovered, hover] = useState<{ message: Message; x: number; y: number }>()
  const lanes = lanesOf(nodes.value, found.value)
  const again = useDrawing(
    canvas,
    (surface) =>
      drawSpaceTime(surface, {
        lanes: lanesOf(nodes.peek(), found.peek()),
        messages: found.peek().messages,
        span: found.peek().span,
        now: moment.peek(),
        isReplay: isReplay.peek(),
        hovered: hovered?.message,
        chainOf: colourOf.peek(),
        hidden: hidden.peek(),
      }),
    () => {
      frames.value
      paint.value
      found.value
      hidden.value
      chosen.value
    },
  )
  useEffect(again, [hovered])

  const at = (event: MouseEvent) => {
    const box = canvas.current?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0), width: box?.width ?? 1, height: box?.height ?? 1 }
  }
  const move = (event: PointerEvent) => {
    const point = at(event)
    const message = nearest(point, lanes)
    hover(message === undefined ? undefined : { message, x: point.x, y: point.y })
  }
  const click = (event: MouseEvent) => {
    const { x, width: wide } = at(event)
    if (!isReplay.peek() || x < GUTTER) return
    const { from, to } = found.peek().span
    playing.value = false
    seek(from + ((x - GUTTER) / (wide - GUTTER - 12)) * (to - from))
  }
  const { total, remark, messages } = found.value
  // Clients and helpers are no nodes of the network, and have no lane. Of a sample only what is in it is known.
  const known = picture.value.nodes
  const outside = messages.filter(({ from, to }) => known[from] === undefined || known[to] === undefined).length
  const whole = total === messages.length ? total - outside : total
  return (
    <>
      <div class="bar-above">
        <p class="summary">
          {several(whole, "message")} in {clock(found.value.span.to - found.value.span.from)}
          {outside > 0 && `, ${whole === total ? "of those picked " : ""}${brief(outside)} with clients${helped(messages)}, not drawn`}
          {lanes.length < nodes.value.length &&
            `, ${lanes.length} of ${nodes.value.length} nodes${chosen.value.node === undefined ? ": choose one to see all of its own" : ""}`}
          {remark !== "" && ` (${remark})`}
        </p>
        <label class="soft">
          Window{" "}
          <select value={width.value} onChange={(event) => (width.value = Number((event.target as HTMLSelectElement).value))}>
            {WIDTHS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds} s
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="canvas-pile">
        <canvas
          class="top space-time"
          ref={canvas}
          role="img"
          aria-label={`Messages between ${several(lanes.length, "node")} from ${clock(found.value.span.from, 2)} to ${clock(found.value.span.to, 2)}`}
          onPointerMove={move}
          onPointerLeave={() => hover(undefined)}
          onClick={click}
        />
        {hovered !== undefined && (
          <div class="tip plain-tip" style={{ left: `${Math.max(130, hovered.x)}px`, top: `${hovered.y - 10}px` }}>
            {words(hovered.message)}
          </div>
        )}
      </div>
      <ul class="legend" aria-label="Which messages are shown">
        {kinds.value.map(({ kind, sign, words: name }) => (
          <li key={name}>
            <button
              type="button"
              class="toggle"
              aria-pressed={!hidden.value.has(kind)}
              onClick={() => {
                const next = new Set(hidden.value)
                if (!next.delete(kind)) next.add(kind)
                hidden.value = next
              }}
            >
              <i class={`dot-sign ${sign}`} />
              {name}
            </button>
          </li>
        ))}
        <li class="soft">a dashed line that ends in × never arrived{knowsNoChain.value ? "" : "; violet bars are reorganisations"}</li>
      </ul>
    </>
  )
}

/** Who is no node and no client: those of the house that a run has beside its nodes. */
function helped(messages: readonly Message[]): string {
  return messages.some(({ from, to }) => [from, to].some((name) => name !== "clients" && HELPERS.has(name))) ? " or helpers" : ""
}

function nearest(point: { x: number; y: number; width: number; height: number }, lanes: readonly NodePicture[]): Message | undefined {
  const { messages, span } = found.peek()
  const { x, y } = geometry(point, lanes.length, span)
  const rows = new Map(lanes.map(({ name }, at) => [name, at]))
  let [best, distance] = [undefined as Message | undefined, 7]
  for (const message of messages) {
    const from = rows.get(message.from)
    const to = rows.get(message.to)
    if (from === undefined || to === undefined || hidden.peek().has(message.kind)) continue
    const [x0, y0, x1, y1] = [x(message.sent), y(from), x(message.arrived), y(to)]
    const length = (x1 - x0) ** 2 + (y1 - y0) ** 2 || 1
    const along = Math.max(0, Math.min(1, ((point.x - x0) * (x1 - x0) + (point.y - y0) * (y1 - y0)) / length))
    const away = Math.hypot(point.x - x0 - along * (x1 - x0), point.y - y0 - along * (y1 - y0))
    if (away < distance) [best, distance] = [message, away]
  }
  return best
}

function words({ from, to, label, status, sent, arrived, lost }: Message): string {
  if (lost) return `${nick(from)} → ${nick(to)} ${label}, left at ${clock(sent, 3)}, never seen to arrive`
  return `${nick(from)} → ${nick(to)} ${label}, ${clock(sent, 3)} to ${clock(arrived, 3)}, ${status === 0 ? "no answer" : status}`
}
