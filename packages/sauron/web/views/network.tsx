/** The network: who is there, who knows whom, which chain each follows, and the messages between them. */
import { useEffect, useRef, useState } from "preact/hooks"
import { Network } from "../draw/network.ts"
import { Legend } from "../parts/legend.tsx"
import { bladeCuts, canCut } from "../state/desk.ts"
import { branches, chooseNode, chosen, forked, hasChain, nodes, picture, running, seen } from "../state/store.ts"
import { isStill } from "../state/theme.ts"
import { brief, nick, several } from "../state/words.ts"

const ZOOM_MAX = 12

export function NetworkView() {
  const still = useRef<HTMLCanvasElement>(null)
  const moving = useRef<HTMLCanvasElement>(null)
  const network = useRef<Network | undefined>(undefined)
  const [hovered, hover] = useState<string>()
  const [isCutting, cutting] = useState(false)
  const tally = useRef<HTMLParagraphElement>(null)

  useEffect(() => {
    if (still.current === null || moving.current === null) return
    const drawn = new Network(still.current, moving.current)
    network.current = drawn
    let told = ""
    drawn.onTally = (perSecond, share) => {
      const often = perSecond < 0.5 ? "" : `${brief(perSecond)} messages a second`
      const words =
        often === "" || isStill.peek() || share > 0.66 ? often : `${often}, 1 in ${Math.round(1 / Math.max(0.0001, share))} drawn`
      if (words === told || tally.current === null) return
      told = words
      tally.current.textContent = words
    }
    ;(globalThis as { sauronNetwork?: Network }).sauronNetwork = drawn
    return () => drawn.close()
  }, [])

  const at = (event: PointerEvent | WheelEvent): readonly [number, number] => {
    const box = moving.current?.getBoundingClientRect()
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)]
  }
  const show = (name: string | undefined) => {
    const drawn = network.current
    if (drawn === undefined || drawn.hovered === name) return
    drawn.hovered = name
    drawn.dirty()
    hover(name)
  }
  const hand = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined)

  const down = (event: PointerEvent) => {
    const [x, y] = at(event)
    hand.current = { x, y, moved: false }
    moving.current?.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    const drawn = network.current
    if (drawn === undefined) return
    const [x, y] = at(event)
    const held = hand.current
    if (held === undefined) return show(drawn.at(x, y))
    if (!held.moved && Math.hypot(x - held.x, y - held.y) < 4) return
    if (isCutting) {
      held.moved = true
      drawn.blade = { x0: held.x, y0: held.y, x1: x, y1: y }
      return drawn.wake()
    }
    drawn.zoom.x += x - held.x
    drawn.zoom.y += y - held.y
    hand.current = { x, y, moved: true }
    drawn.dirty()
  }
  const up = (event: PointerEvent) => {
    const drawn = network.current
    const held = hand.current
    hand.current = undefined
    if (drawn === undefined || held === undefined) return
    if (drawn.blade !== undefined) {
      const crossed = drawn.crossed(drawn.blade)
      drawn.blade = undefined
      drawn.dirty()
      cutting(false)
      bladeCuts(crossed)
    } else if (!held.moved) chooseNode(drawn.at(...at(event)))
  }
  const wheel = (event: WheelEvent) => {
    const drawn = network.current
    if (drawn === undefined) return
    event.preventDefault()
    const [x, y] = at(event)
    zoomAt(drawn, Math.exp(-event.deltaY * 0.0015), x, y)
  }
  const keys = (event: KeyboardEvent) => {
    const names = nodes.value.map(({ name }) => name)
    const by = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 0
    if (by === 0 || names.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    const here = chosen.value.node === undefined ? (by > 0 ? -1 : 0) : names.indexOf(chosen.value.node)
    chooseNode(names[(here + by + names.length) % names.length])
  }

  const about = hovered === undefined ? undefined : picture.value.nodes[hovered]
  const place = hovered === undefined ? undefined : network.current?.place(hovered)
  return (
    <div class="network">
      <div class="bar-above">
        <p class="summary">
          {whoIsHere()} {nodes.value.length > 0 && <span class={forked.value ? "forked" : ""}>{whichChain()}</span>}
        </p>
        {canCut.value && (
          <button type="button" aria-pressed={isCutting} onClick={() => cutting(!isCutting)} title="Drag across wires to cut them">
            ✂ {isCutting ? "drag across wires" : "Cut"}
          </button>
        )}
        <button type="button" aria-label="Closer" onClick={() => network.current && zoomAt(network.current, 1.4)}>
          +
        </button>
        <button type="button" aria-label="Further away" onClick={() => network.current && zoomAt(network.current, 1 / 1.4)}>
          −
        </button>
        <button type="button" onClick={() => network.current && reset(network.current)}>
          Fit
        </button>
      </div>
      <div class={isCutting ? "canvas-pile cutting" : "canvas-pile"}>
        <canvas ref={still} />
        <canvas
          ref={moving}
          class="top"
          tabIndex={0}
          role="img"
          aria-label={`${whoIsHere()} ${whichChain()} Arrow keys choose a node.`}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerLeave={() => show(undefined)}
          onWheel={wheel}
          onDblClick={() => network.current && reset(network.current)}
          onKeyDown={keys}
        />
        {about !== undefined && place !== undefined && (
          <div class="tip" style={{ left: `${place[0]}px`, top: `${place[1]}px` }}>
            <b>{about.name}</b> {about.state === "alive" || about.state === "seen" ? "" : about.state}
            <br />
            height {about.height ?? "unknown"}, {several(about.peers.length, "peer")}
            {about.pending > 0 && <>, {about.pending} pending</>}
          </div>
        )}
        {seen.value && nodes.value.length === 0 && <Nobody />}
        <p class="tally" ref={tally} />
      </div>
      <Legend />
    </div>
  )
}

function Nobody() {
  return (
    <div class="nothing">
      <svg viewBox="0 0 48 28" aria-hidden="true">
        <path d="M4 12c6 6 13 8 20 8s14-2 20-8M10 18l-3 4M19 20l-1.5 4.5M29 20l1.5 4.5M38 18l3 4" />
      </svg>
      <p>Nobody has been seen by the eye.</p>
      <p class="soft">
        Attach it to a node: <code>app.register(eyePlugin, {"{ eye }"})</code>
      </p>
    </div>
  )
}

function whoIsHere(): string {
  const all = nodes.value
  if (all.length === 0) return "Nobody is here."
  const count = (test: (state: string) => boolean) => all.filter(({ state }) => test(state)).length
  const [downs, paused] = [count((state) => state === "down"), count((state) => state === "paused")]
  const bad = all.filter(({ honest }) => honest === false)
  const cuts = running.value.filter(({ from }) => from.length > 0)
  const parts = [
    several(all.length, "node"),
    bad.length > 0 ? `${bad.length} of them bad` : "",
    downs > 0 ? `${downs} down` : "",
    paused > 0 ? `${paused} paused` : "",
    cuts.length > 0
      ? `${cuts.map((fault) => (all.length > 20 ? fault.kind : `${fault.kind} ${side(fault.from)} | ${side(fault.to)}`)).join("; ")}`
      : "",
  ]
  return `${parts.filter((part) => part !== "").join(", ")}.`
}

function side(all: readonly string[]): string {
  return all.length > 5 ? `${all.length} others` : all.map(nick).join(" ")
}

function whichChain(): string {
  const unclear = branches.value.filter(({ relation }) => relation === "unclear").flatMap(({ nodes: on }) => on).length
  if (!hasChain.value) return ""
  if (branches.value.length === 0 && nodes.value.every(({ state }) => state === "down")) return "Nobody is up any more."
  if (forked.value) return "The chain is forked."
  return unclear === 0
    ? "Everybody follows one chain."
    : `It is not known which chain ${several(unclear, "node")} follow${unclear === 1 ? "s" : ""}.`
}

function zoomAt(drawn: Network, by: number, x?: number, y?: number): void {
  const { zoom } = drawn
  const factor = Math.min(ZOOM_MAX, Math.max(1, zoom.scale * by)) / zoom.scale
  if (factor === 1) return
  const [px, py] = drawn.fixedPoint(x, y)
  zoom.x = px - (px - zoom.x) * factor
  zoom.y = py - (py - zoom.y) * factor
  zoom.scale *= factor
  if (zoom.scale === 1) [zoom.x, zoom.y] = [0, 0]
  drawn.dirty()
}

function reset(drawn: Network): void {
  Object.assign(drawn.zoom, { scale: 1, x: 0, y: 0 })
  drawn.dirty()
}
