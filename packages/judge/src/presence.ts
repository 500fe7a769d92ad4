/** When each node was at work: from the moment it was ready until it was fired, laid off, paused or ended. */
import type { Micros, ProcessEvent } from "@watercooler/kernel"

interface Shift {
  readonly from: Micros
  until: Micros
}

export class Presence {
  readonly #shifts = new Map<string, Shift[]>()

  constructor(events: readonly ProcessEvent[]) {
    for (const { subject, t, what } of events) {
      const shifts = this.#shifts.get(subject) ?? []
      const last = shifts.at(-1)
      const isAtWork = last !== undefined && last.until === Number.POSITIVE_INFINITY
      // Whoever comes first is waited for until it has company; whoever comes back is not.
      if ((what === "ready" || what === "resumed") && !isAtWork)
        shifts.push({ from: last === undefined ? 0 : t, until: Number.POSITIVE_INFINITY })
      if (["fired", "laid-off", "paused", "ended"].includes(what) && isAtWork) last.until = t
      this.#shifts.set(subject, shifts)
    }
  }

  /** Whether a node was at work all the time. True also of nodes of which the journal tells nothing of the kind. */
  wasAtWork(node: string, from: Micros, until: Micros): boolean {
    const shifts = this.#shifts.get(node)
    return shifts === undefined || shifts.some((shift) => shift.from <= from && shift.until >= until)
  }
}
