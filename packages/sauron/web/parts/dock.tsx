/** Time along the bottom: what happened when, and where the page stands. On a recorded run it is a handle that moves the whole page. */
import { useRef, useState } from "preact/hooks"
import { drawStrip } from "../draw/strip.ts"
import { linkHere } from "../state/place.ts"
import { canPlay, faster, heading, playing, RATES, rate, seek, toggle } from "../state/playing.ts"
import { end, frames, isReplay, line, moment } from "../state/store.ts"
import { paint } from "../state/theme.ts"
import { clock } from "../state/words.ts"
import { useDrawing } from "./use-drawing.ts"

const STEP_US = 1_000_000

export function Dock() {
  return (
    <footer class="dock">
      {isReplay.value ? <Controls /> : <LiveControls />}
      <Strip />
    </footer>
  )
}

function Controls() {
  return (
    <div class="controls">
      <button
        type="button"
        class="play"
        disabled={!canPlay.value}
        aria-label={playing.value ? "Pause" : "Play"}
        title="Space"
        onClick={toggle}
      >
        {playing.value ? "❚❚" : "▶"}
      </button>
      <button type="button" aria-label="Slower" title="[" disabled={rate.value === RATES[0]} onClick={() => faster(-1)}>
        −
      </button>
      <output class="rate" aria-label="Speed">
        {rate.value}×
      </output>
      <button type="button" aria-label="Faster" title="]" disabled={rate.value === RATES.at(-1)} onClick={() => faster(1)}>
        +
      </button>
      <time class="now">
        {clock(moment.value)} <span class="soft">of {clock(end.value)}</span>
      </time>
      <CopyLink />
    </div>
  )
}

function CopyLink() {
  const [said, say] = useState("")
  const copy = () => {
    const link = linkHere()
    const done = navigator.clipboard?.writeText(link)
    if (done === undefined) say("in the address bar")
    else
      done.then(
        () => say("copied"),
        () => say("in the address bar"),
      )
    setTimeout(() => say(""), 2_000)
  }
  return (
    <button type="button" class="link" title="The address of this very moment" onClick={copy}>
      {said === "" ? "Link" : said}
    </button>
  )
}

function LiveControls() {
  return (
    <div class="controls live">
      <span class={`live-dot ${line.value}`} aria-hidden="true" />
      <time class="now">{clock(moment.value)}</time>
      <span class="soft" title="watercooler watch RUN goes through a run that has ended, forwards and backwards">
        as it happens
      </span>
    </div>
  )
}

function Strip() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isHeld = useRef(false)
  useDrawing(
    canvas,
    (surface) => drawStrip(surface, end.peek(), moment.peek()),
    () => {
      frames.value
      paint.value
    },
  )
  const to = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect()
    if (box === undefined || !isReplay.peek()) return
    playing.value = false
    seek(((event.clientX - box.left) / box.width) * end.peek())
  }
  return (
    <canvas
      ref={canvas}
      class={isReplay.value ? "strip scrub" : "strip"}
      role={isReplay.value ? "slider" : "img"}
      tabIndex={isReplay.value ? 0 : -1}
      aria-label={isReplay.value ? "Moment of the run" : "What happened when"}
      {...(isReplay.value
        ? {
            "aria-valuemin": 0,
            "aria-valuemax": Math.round(end.value / 1_000),
            "aria-valuenow": Math.round(moment.value / 1_000),
            "aria-valuetext": clock(moment.value),
          }
        : {})}
      onPointerDown={(event) => {
        isHeld.current = true
        canvas.current?.setPointerCapture(event.pointerId)
        to(event)
      }}
      onPointerMove={(event) => isHeld.current && to(event)}
      onPointerUp={() => {
        isHeld.current = false
      }}
      onKeyDown={(event) => {
        const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
        if (!isReplay.peek()) return
        if (by !== undefined) seek(heading() + by * STEP_US * (event.shiftKey ? 10 : 1))
        else if (event.key === "Home") seek(0)
        else if (event.key === "End") seek(end.peek())
        else return
        playing.value = false
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
