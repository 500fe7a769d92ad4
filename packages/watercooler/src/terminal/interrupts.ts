/** Ctrl-C: the first asks for calm, the second ends at once. */
import type { Stop } from "../office/run.ts"

/**
 * A terminal sends Ctrl-C to everybody in the foreground, and npm, or the restart on another Node, pass on what they got too.
 * Signals so close together are one keystroke.
 */
const sameKeystrokeMs = 150

export interface Interrupts extends Stop {
  ignore(): void
}

export function interrupts(isOpen: () => boolean): Interrupts {
  const calm = new AbortController()
  const now = new AbortController()
  let last = Number.NEGATIVE_INFINITY
  const onSignal = () => {
    const elapsed = performance.now() - last
    last = performance.now()
    if (elapsed < sameKeystrokeMs) return
    // Before the office is open there is nothing to be judged.
    if (calm.signal.aborted || !isOpen()) now.abort()
    calm.abort()
  }
  const onHangup = () => now.abort()
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onHangup)
  return {
    calm: calm.signal,
    now: now.signal,
    ignore: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("SIGHUP", onHangup),
  }
}
