/** One page's place in a recorded run: where it stands, what it was sent last, and the answers to its questions. */
import { diff, emptyHistory, emptyPicture, type History, type Picture, reduce } from "../picture/index.ts"
import { chainOf } from "./chain.ts"
import { messagesOf } from "./messages.ts"
import type { Detail, Frame, Messages, MessagesQuestion, Rows, RowsQuestion } from "./protocol.ts"
import type { Recording } from "./recording.ts"
import { rowOf, rowsOf } from "./rows.ts"
import { Flows, kindOf } from "./traffic.ts"

/** A step forward over fewer events than these is made from the picture before it. */
const STRIDE_MAX = 16_384
/** A jump shows no messages; a step does. */
const TRAFFIC_EVENTS_MAX = 40_000
const TRAFFIC_US_MAX = 5_000_000
const ROUTES_MAX = 100

export interface Bodies {
  readonly body: string | undefined
  readonly content: string | undefined
  readonly remark: string
}

export class Player {
  readonly #recording: Recording
  /** 0 to 1: how much of the run has been read. */
  readonly #read: () => number
  readonly #bodies: (row: Detail["row"]) => Bodies
  readonly #routes = new Set<string>()
  #routesUpTo = 0
  #n = 0
  #picture: Picture = emptyPicture
  #sent: { readonly picture: Picture; readonly history: History } = { picture: emptyPicture, history: emptyHistory }
  #fresh = true
  #t = 0

  constructor(recording: Recording, read: () => number, bodies: (row: Detail["row"]) => Bodies) {
    this.#recording = recording
    this.#read = read
    this.#bodies = bodies
  }

  get t(): number {
    return this.#t
  }

  /** Goes to a moment, and says what differs from what was sent last. */
  seek(t: number, nowMs: number): Frame {
    const recording = this.#recording
    const to = Math.max(0, Math.min(t, recording.end))
    const n = recording.after(to)
    const traffic = to - this.#t > TRAFFIC_US_MAX ? undefined : this.#flows(this.#n, n)
    const isStep = n >= this.#n && n - this.#n <= STRIDE_MAX
    this.#picture = isStep ? this.#step(n) : recording.pictureAt(n)
    const spanUs = to - this.#t
    this.#n = n
    this.#t = to
    // The moment shown is the one that was asked for, whether or not something happened right then.
    const picture = { ...this.#picture, t: to }
    const patches = {
      picture: diff(this.#sent.picture, picture),
      history: diff(this.#sent.history, recording.history),
    }
    this.#sent = { picture, history: recording.history }
    const fresh = this.#fresh
    this.#fresh = false
    const flows = traffic?.take(spanUs)
    return {
      t: to,
      end: recording.end,
      read: this.#read(),
      fresh,
      ...(patches.picture === undefined ? {} : { picture: patches.picture }),
      ...(patches.history === undefined ? {} : { history: patches.history }),
      ...(flows === undefined ? {} : { traffic: flows }),
      line: { taken: recording.last.totals.requests, missed: 0, routes: this.#routesSoFar(), dropped: 0, sentAtMs: nowMs },
    }
  }

  requests(question: RowsQuestion): Rows {
    return rowsOf(this.#recording, question, this.#n)
  }

  detail(n: number): Detail | undefined {
    const event = this.#recording.at(n)
    if (event?.type !== "request") return undefined
    const row = rowOf(n, event)
    const { steps, block } = chainOf(this.#recording, n)
    return { row, ...this.#bodies(row), chain: steps, block }
  }

  messages(question: MessagesQuestion): Messages {
    return messagesOf(this.#recording, question)
  }

  #step(n: number): Picture {
    const events = [...this.#recording.between(this.#n, n)].map(([, event]) => event)
    return reduce(this.#picture, events)
  }

  #flows(from: number, to: number): Flows | undefined {
    if (to <= from || to - from > TRAFFIC_EVENTS_MAX) return undefined
    const places = new Map(this.#recording.history.names.map((name, place) => [name, place]))
    const flows = new Flows()
    for (const [, event] of this.#recording.between(from, to)) {
      if (event.type === "request")
        flows.add(places.get(event.from ?? "") ?? -1, places.get(event.node) ?? -1, kindOf(event.route, event.status))
      // What never arrived is seen by who asked alone.
      else if (event.type === "answer" && event.status === 0)
        flows.add(places.get(event.node) ?? -1, places.get(this.#recording.nameOf.get(event.to) ?? "") ?? -1, 5)
    }
    return flows
  }

  /** Looks through what was read since, a little at a time: routes are few, and soon known. */
  #routesSoFar(): readonly string[] {
    const to = Math.min(this.#n, this.#routesUpTo + 4_096)
    for (const [n, event] of this.#recording.between(this.#routesUpTo, to)) {
      this.#routesUpTo = n + 1
      if (event.type === "request" && this.#routes.size < ROUTES_MAX) this.#routes.add(event.route)
    }
    return [...this.#routes].sort()
  }
}
