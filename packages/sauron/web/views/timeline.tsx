/** The timeline: what every node was when, the faults with their receipts, reorganisations and bans; zoomed into, and scrubbed. */
import { useRef, useState } from "preact/hooks"
import { drawLanes, GUTTER, layLanes } from "../draw/lanes.ts"
import { becameOf, isHollow, sides } from "../parts/faults.tsx"
import { SpanButtons } from "../parts/span-buttons.tsx"
import { useDrawing } from "../parts/use-drawing.ts"
import { playing, seek } from "../state/playing.ts"
import { setSpan, span, zoomed, zoomSpan } from "../state/span.ts"
import { chooseNode, chosen, end, frames, history, isReplay, moment, nodes } from "../state/store.ts"
import { paint } from "../state/theme.ts"
import { clock, several } from "../state/words.ts"

const FAULTS_LISTED = 300

export function TimelineView() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pile = useRef<HTMLDivElement>(null)
  const hand = useRef<{ x: number; from: number; to: number; kind: "seek" | "select" } | undefined>(undefined)
  const [tip, showTip] = useState<{ x: number; y: number; text: string }>()
  const [selected, select] = useState<{ x0: number; x1: number }>()
  const layout = layLanes(nodes.value, history.value.faults)

  const scene = () => ({
    nodes: nodes.peek(),
    layout: layLanes(nodes.peek(), history.peek().faults),
    span: span.peek(),
    scrollTop: pile.current?.scrollTop ?? 0,
    end: end.peek(),
    focus: chosen.peek().node,
    isReplay: isReplay.peek(),
  })
  const again = useDrawing(
    canvas,
    (surface) => drawLanes(surface, scene()),
    () => {
      frames.value
      paint.value
      zoomed.value
      chosen.value
    },
  )

  const at = (event: MouseEvent) => {
    const box = canvas.current?.getBoundingClientRect()
    const [x, y] = [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)]
    const { from, to } = span.peek()
    return { x, y, t: from + ((x - GUTTER) / Math.max(1, (box?.width ?? 1) - GUTTER - 10)) * (to - from) }
  }
  const down = (event: PointerEvent) => {
    const { x, y, t } = at(event)
    if (x < GUTTER) {
      const row = Math.floor((y - layout.lanesTop + (pile.current?.scrollTop ?? 0)) / layout.rowHeight)
      const node = nodes.peek()[row]
      if (node !== undefined && y > layout.lanesTop) chooseNode(node.name)
      return
    }
    canvas.current?.setPointerCapture(event.pointerId)
    const kind = isReplay.peek() && !event.shiftKey ? "seek" : "select"
    hand.current = { x, from: t, to: t, kind }
    if (kind === "seek") {
      playing.value = false
      seek(t)
    }
  }
  const move = (event: PointerEvent) => {
    const { x, y, t } = at(event)
    const held = hand.current
    if (held === undefined) {
      const text =
        x < GUTTER ? undefined : aboutPoint(t, y, layout, pile.current?.scrollTop ?? 0, ((span.peek().to - span.peek().from) / 900) * 4)
      return showTip(text === undefined ? undefined : { x, y, text })
    }
    held.to = t
    if (held.kind === "seek") seek(t)
    else select({ x0: held.x, x1: x })
  }
  const up = () => {
    const held = hand.current
    hand.current = undefined
    select(undefined)
    if (held?.kind === "select" && Math.abs(held.to - held.from) > 1_000)
      setSpan(Math.min(held.from, held.to), Math.max(held.from, held.to))
  }
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaX) < Math.abs(event.deltaY)) return
    event.preventDefault()
    const { from, to } = span.peek()
    if (event.ctrlKey || event.metaKey) zoomSpan(Math.exp(-event.deltaY * 0.002), at(event).t)
    else setSpan(from + (event.deltaX / 900) * (to - from), to + (event.deltaX / 900) * (to - from))
  }
  const left = history.value.left
  return (
    <>
      <div class="bar-above">
        <p class="summary">
          {several(history.value.faults.length, "fault")}, {several(history.value.reorgs.length, "reorganisation")},{" "}
          {several(history.value.bans.length, "ban")}
          {Object.keys(left).length > 0 && " (the newest are counted, not drawn)"}.{" "}
          {isReplay.value ? "Drag to scrub, Shift and drag to zoom in." : "Drag to zoom in."}
        </p>
        <SpanButtons />
      </div>
      <div class="scroll-pile" ref={pile} onScroll={again}>
        <div class="pile-height" style={{ height: `${layout.height}px` }}>
          <canvas
            ref={canvas}
            class="sticky-canvas"
            tabIndex={0}
            role="img"
            aria-label={`Lanes of ${several(nodes.value.length, "node")} from ${clock(span.value.from)} to ${clock(span.value.to)}. Plus and minus zoom.`}
            onPointerDown={down}
            onPointerMove={move}
            onPointerUp={up}
            onPointerLeave={() => showTip(undefined)}
            onWheel={wheel}
            onKeyDown={(event) => {
              if (event.key === "+" || event.key === "=") zoomSpan(1.5, (span.peek().from + span.peek().to) / 2)
              else if (event.key === "-") zoomSpan(1 / 1.5, (span.peek().from + span.peek().to) / 2)
              else return
              event.preventDefault()
            }}
          />
        </div>
        {selected !== undefined && (
          <i
            class="selected"
            style={{ left: `${Math.min(selected.x0, selected.x1)}px`, width: `${Math.abs(selected.x1 - selected.x0)}px` }}
          />
        )}
      </div>
      {tip !== undefined && (
        <div class="tip plain-tip" style={{ left: `${Math.max(150, tip.x)}px`, top: `${tip.y + 48}px` }}>
          {tip.text}
        </div>
      )}
      <FaultTable />
      <ul class="legend" aria-label="Legend">
        <li>
          <i class="band up" /> up
        </li>
        <li>
          <i class="band paused" /> paused
        </li>
        <li>
          <i class="band down" /> down
        </li>
        <li>
          <i class="band banned" /> banned by somebody
        </li>
        <li>
          <i class="band link" /> fault of links
        </li>
        <li>
          <i class="band process" /> of a process
        </li>
        <li>‹ reorganisation</li>
        <li>
          <i class="dot-sign p-block" /> block mined
        </li>
        {history.value.told.length > 0 && (
          <li>
            <i class="dot-sign told" /> what it has told
          </li>
        )}
      </ul>
    </>
  )
}

/** Every fault with its receipt; choosing one goes to where it began. */
function FaultTable() {
  const { faults } = history.value
  const now = moment.value
  if (faults.length === 0) return null
  return (
    <ol class="fault-table" aria-label="Faults">
      {faults.slice(-FAULTS_LISTED).map((fault) => {
        const began = fault.beganAt ?? fault.endedAt ?? fault.plannedAt ?? 0
        const known = isReplay.value && began <= now && (fault.endedAt ?? 0) > now ? { ...fault, state: "began" as const } : fault
        return (
          <li key={fault.id}>
            <button type="button" class={isReplay.value && began > now ? "later" : ""} onClick={() => isReplay.peek() && seek(began)}>
              <time class="soft">{clock(began, 2)}</time>
              <b>{fault.kind}</b>
              <span>{sides(fault)}</span>
              <span class={`became ${isHollow(fault) ? "warm" : "soft"}`}>{began > now ? "is still to come" : becameOf(known)}</span>
              <span class="soft by">{fault.by}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function aboutPoint(t: number, y: number, layout: ReturnType<typeof layLanes>, scrollTop: number, nearUs: number): string | undefined {
  if (y < layout.lanesTop) {
    const row = layout.faultRows[Math.floor((y - 26) / 16)]
    const fault = row?.find(({ beganAt, endedAt }) => t >= (beganAt ?? endedAt ?? 0) - nearUs && t <= (endedAt ?? end.peek()) + nearUs)
    return fault === undefined ? undefined : `${fault.kind} ${sides(fault)}, ${clock(fault.beganAt ?? 0)}: ${becameOf(fault)}`
  }
  const node = nodes.peek()[Math.floor((y - layout.lanesTop + scrollTop) / layout.rowHeight)]
  if (node === undefined) return undefined
  const change = history.peek().lanes[node.name]?.findLast((each) => each.t <= t)
  const reorg = history.peek().reorgs.find((each) => each.node === node.name && Math.abs(each.t - t) < nearUs)
  const told = history.peek().told.findLast((each) => each.node === node.name && Math.abs(each.t - t) < nearUs)
  const state = change === undefined ? "not here yet" : `${change.state} since ${clock(change.t)}`
  return `${node.name} at ${clock(t, 2)}: ${state}${reorg === undefined ? "" : `, reorg of depth ${reorg.depth} to height ${reorg.height}`}${told === undefined ? "" : `, “${told.text}”`}`
}
