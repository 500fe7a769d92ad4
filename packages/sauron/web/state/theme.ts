/** Light or dark, as the system has it or as somebody chose; and the colours of the style sheet for whatever is drawn on a canvas. */
import { effect, signal } from "@preact/signals"

export const THEMES = ["auto", "light", "dark"] as const
export const theme = signal<(typeof THEMES)[number]>("auto")
/** Grows whenever colours may have changed. */
export const paint = signal(0)
export const isStill = signal(false)

const KEPT = "sauron-theme"
const cache = new Map<string, string>()
const probe = document.createElement("i")

export function openTheme(): void {
  probe.hidden = true
  document.body.append(probe)
  try {
    const kept = localStorage.getItem(KEPT)
    if (kept === "light" || kept === "dark") theme.value = kept
  } catch {
    // A page from a file may not keep anything. It goes by the system then.
  }
  effect(() => {
    document.documentElement.dataset.theme = theme.value
    try {
      localStorage.setItem(KEPT, theme.value)
    } catch {
      // As above.
    }
    repaint()
  })
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint)
  const motion = matchMedia("(prefers-reduced-motion: reduce)")
  isStill.value = motion.matches
  motion.addEventListener("change", () => {
    isStill.value = motion.matches
  })
}

function repaint(): void {
  cache.clear()
  paint.value = paint.peek() + 1
}

/** A colour of the style sheet, by its name there: `ink`. */
export function colour(name: string): string {
  let value = cache.get(name)
  if (value === undefined) {
    // The style sheet says both, for light and for dark; which of them holds is known of an element only.
    probe.style.color = `var(--${name})`
    value = getComputedStyle(probe).color
    cache.set(name, value)
  }
  return value
}

/** Of a chain: a number for the palette; -1 where too little is known. */
export const chainColour = (at: number | undefined): string => colour(at === undefined || at < 0 ? "chain-none" : `chain-${at}`)
