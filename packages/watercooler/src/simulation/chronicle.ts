/** Hears every line of a simulated run: keeps those the judge needs, passes all of them on, and knows how every node stands. */
import type { Disk } from "@watercooler/boss/faults"
import type { JournalEvent } from "@watercooler/kernel"
import type { Recordable } from "../office/recorder.ts"
import { Standing } from "../office/standing.ts"

const OFFICE = "watercooler"
/** Faults that the Boss has drawn are called so. */
export const BOSS_FAULT = "boss-"

export class Chronicle {
  readonly events: JournalEvent[] = []
  readonly #standings = new Map<string, Standing>()
  readonly #listener: ((event: JournalEvent) => void) | undefined
  readonly #now: () => number
  #officeSeq = 0

  /** `now`: virtual microseconds. */
  constructor(now: () => number, listener?: (event: JournalEvent) => void) {
    this.#now = now
    this.#listener = listener
  }

  readonly hear = (event: JournalEvent): void => {
    // Two write in the office's name: the simulator and this room.
    const own = event.node === OFFICE ? { ...event, seq: ++this.#officeSeq, ...authorOf(event) } : event
    this.events.push(own)
    this.#listener?.(own)
    if (own.type === "note") this.standingOf(own.node).noted(own.fact)
    else if (own.type === "process") this.#moved(own)
  }

  record(event: Recordable): void {
    this.hear({ t: this.#now(), node: OFFICE, seq: 0, ...event } as JournalEvent)
  }

  standingOf(name: string): Standing {
    const known = this.#standings.get(name)
    if (known !== undefined) return known
    const fresh = new Standing(false)
    this.#standings.set(name, fresh)
    return fresh
  }

  #moved({ subject, what, disk }: Extract<JournalEvent, { type: "process" }>): void {
    const standing = this.standingOf(subject)
    if (what === "hired") standing.hired((disk ?? "kept") as Disk)
    else if (what === "ready" || what === "resumed") standing.ready()
    else if (what === "paused") standing.paused()
    else if (what === "ended" || what === "fired" || what === "laid-off") standing.ended(true)
  }
}

function authorOf(event: JournalEvent): object {
  return event.type === "fault" && event.id.startsWith(BOSS_FAULT) ? { by: "boss" } : {}
}
