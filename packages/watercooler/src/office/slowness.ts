/**
 * A node that is slow: stopped and let go many times a second, so that it has one part in so many of its time. No privileges are needed, and it is as slow on
 * any machine, whatever its load.
 */
import type { Receipt } from "@watercooler/kernel"
import type { Employee } from "./employee.ts"
import type { Begun } from "./lasting.ts"

/** Long enough for timers to be kept, short enough to be slow and not stopped. */
const ROUND_MS = 40
const RUN_MS_MIN = 1

export function beginSlowness(employee: Employee, factor: number): Begun {
  if (employee.running === undefined) return { done: false, because: `${employee.name} is not at work` }
  const runMs = Math.max(RUN_MS_MIN, ROUND_MS / factor)
  const stopMs = Math.max(0, runMs * (factor - 1))
  let stops = 0
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  let tell: (receipt: Receipt) => void = () => undefined
  const over = new Promise<Receipt>((resolve) => {
    tell = resolve
  })
  const stop = (): void => {
    // Who is paused, or away, is as slow as can be.
    const running = employee.standing.state === "paused" ? undefined : employee.running
    if (running?.signal("SIGSTOP") === true) stops++
    timer = setTimeout(go, stopMs)
  }
  const go = (): void => {
    if (employee.standing.state !== "paused") employee.running?.signal("SIGCONT")
    if (!isOver) timer = setTimeout(stop, runMs)
  }
  stop()
  return {
    done: true,
    underWay: {
      over,
      end() {
        if (isOver) return
        isOver = true
        clearTimeout(timer)
        go()
        tell({ processes: stops > 0 ? 1 : 0, connections: 0, messages: stops, bytes: 0 })
      },
    },
  }
}
