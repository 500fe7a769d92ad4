/** Keys that work everywhere, but not while somebody types. */

import { shownViews, view } from "./place.ts"
import { faster, heading, playing, seek, toggle } from "./playing.ts"
import { chosen, end, isReplay } from "./store.ts"

const STEP_US = 1_000_000

export function openKeys(): void {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === "Escape") chosen.value = { node: undefined, block: undefined }
    else if (/^[1-9]$/.test(event.key)) view.value = shownViews()[Number(event.key) - 1] ?? view.value
    else if (isReplay.peek() && replayKey(event)) event.preventDefault()
  })
}

function replayKey({ key, shiftKey, target }: KeyboardEvent): boolean {
  const onButton = target instanceof HTMLElement && target.closest("button, a, [role=tab], [role=slider], canvas, select") !== null
  if (key === " " && !onButton) toggle()
  else if (key === "[") faster(-1)
  else if (key === "]") faster(1)
  else if (onButton) return false
  else if (key === "ArrowRight" || key === "ArrowLeft") move((key === "ArrowRight" ? 1 : -1) * STEP_US * (shiftKey ? 10 : 1))
  else if (key === "Home") seek(0)
  else if (key === "End") seek(end.peek())
  else return false
  return true
}

export function move(us: number): void {
  playing.value = false
  seek(heading() + us)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
}
