/** Zooming into time, for those who do not drag. */
import { span, wholeSpan, zoomed, zoomSpan } from "../state/span.ts"
import { isReplay, moment } from "../state/store.ts"

export function SpanButtons() {
  const around = () => {
    const { from, to } = span.peek()
    const now = moment.peek()
    return isReplay.peek() && now >= from && now <= to ? now : (from + to) / 2
  }
  return (
    <>
      <button type="button" aria-label="Zoom in" onClick={() => zoomSpan(1.8, around())}>
        +
      </button>
      <button type="button" aria-label="Zoom out" onClick={() => zoomSpan(1 / 1.8, around())}>
        −
      </button>
      <button type="button" disabled={zoomed.value === undefined} onClick={wholeSpan}>
        Whole run
      </button>
    </>
  )
}
