/** The views, by their names. Arrow keys go from one to the next, digits jump. */
import { useLayoutEffect, useRef } from "preact/hooks"
import { shownViews, type View, view } from "../state/place.ts"
import { picture } from "../state/store.ts"

const NAMES: { readonly [K in View]: string } = {
  network: "Network",
  chain: "Chain",
  propagation: "Propagation",
  requests: "Requests",
  timeline: "Timeline",
  "space-time": "Space-time",
  numbers: "Numbers",
  desk: "Boss's desk",
  verdict: "Verdict",
}

export function Tabs() {
  const { checks, verdict } = picture.value
  const failed = checks.filter(({ result }) => result === "violated").length
  const list = useRef<HTMLDivElement>(null)
  const shown = shownViews()
  const now = view.value
  // The mark of the verdict makes its tab wider.
  useLayoutEffect(() => bringIntoSight(list.current), [now, shown.length, failed, verdict?.verdict])
  return (
    <nav class="tabs-place" aria-label="Views">
      <div class="tabs" role="tablist" ref={list} aria-label="Views" onKeyDown={go}>
        {shown.map((name) => {
          const isNow = now === name
          return (
            <button
              type="button"
              role="tab"
              key={name}
              id={`tab-${name}`}
              aria-selected={isNow}
              aria-controls="view"
              tabIndex={isNow ? 0 : -1}
              onClick={() => {
                view.value = name
              }}
            >
              {NAMES[name]}
              {name === "verdict" && failed > 0 && <span class="count bad">{failed}</span>}
              {name === "verdict" && failed === 0 && verdict?.verdict === "passed" && <span class="count good">✓</span>}
            </button>
          )
        })}
      </div>
    </nav>
  )
}

/** Sideways only: the page itself stays where it is. */
function bringIntoSight(list: HTMLElement | null): void {
  const tab = list?.querySelector("[aria-selected=true]")?.getBoundingClientRect()
  if (list === null || tab === undefined) return
  const { left, width } = list.getBoundingClientRect()
  if (tab.left < left || tab.right > left + width) list.scrollLeft += tab.left + tab.width / 2 - left - width / 2
}

function go(event: KeyboardEvent): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0
  if (by === 0) return
  event.preventDefault()
  event.stopPropagation()
  const shown = shownViews()
  const next = shown[(shown.indexOf(view.value) + by + shown.length) % shown.length]
  if (next === undefined) return
  view.value = next
  requestAnimationFrame(() => document.getElementById(`tab-${next}`)?.focus())
}
