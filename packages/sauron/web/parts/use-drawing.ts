/** A canvas that is drawn again, at most once a frame, whenever its size or what it looks at has changed. */
import { effect } from "@preact/signals"
import type { RefObject } from "preact"
import { useEffect, useRef } from "preact/hooks"
import { clear, fit, onResize, type Surface, surfaceOf } from "../draw/surface.ts"

/** `watch` reads the signals on which the drawing depends. Returns a function that asks for another drawing. */
export function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, draw: (surface: Surface) => void, watch: () => void): () => void {
  const latest = useRef(draw)
  latest.current = draw
  const again = useRef<() => void>(() => {})
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const surface = surfaceOf(element)
    let waiting: number | undefined
    const soon = () => {
      waiting ??= requestAnimationFrame(() => {
        waiting = undefined
        fit(surface, element)
        if (surface.width === 0) return
        clear(surface)
        latest.current(surface)
      })
    }
    again.current = soon
    const closing = [
      effect(() => {
        watch()
        soon()
      }),
      onResize(element, soon),
    ]
    return () => {
      for (const close of closing) close()
      if (waiting !== undefined) cancelAnimationFrame(waiting)
    }
  }, [])
  return () => again.current()
}
