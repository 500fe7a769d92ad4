/** Everything that arrives goes through here, whichever way it came: into the store, the counters, the archive and the picture. */
import type { AnswerEvent, JournalEvent, RequestEvent } from "@watercooler/kernel"
import type { Report } from "../eye/report.ts"
import type { VitalSigns } from "../eye/vitals.ts"
import { advance, emptyScene, isKnownBlock, type Picture, type Scene, type Vitals } from "../picture/index.ts"
import { Flows, kindOf } from "../recording/index.ts"
import type { Archive } from "./archive.ts"
import { Counters } from "./counters.ts"
import { Departures, type Left } from "./departures.ts"
import { Gaps } from "./gaps.ts"
import type { RunParty, SauronOptions } from "./options.ts"
import { readReports } from "./read-reports.ts"
import { ReportStore } from "./store.ts"

interface Tally {
  t: number
  requests: number
  failures: number
  bytes: number
  duplicates: number
  endpoint: string | undefined
}

/** Events that wait to be drawn until somebody looks; beyond these the picture is drawn at once. */
const WAITING_MAX = 2_000

export class Intake {
  readonly store: ReportStore
  readonly counters = new Counters()
  readonly gaps = new Gaps()
  readonly departures = new Departures()
  readonly #archive: Archive | undefined
  readonly #now: () => number
  /** Counted since the picture was last drawn: fifty thousand reports a second are not fifty thousand pictures. */
  readonly #tallies = new Map<string, Tally>()
  #scene: Scene = emptyScene
  #waiting: JournalEvent[] = []
  #vitals: Vitals[] = []
  #flows = new Flows()
  #places = new Map<string, number>()
  #placed = 0
  /** Messages that could not be read. */
  refused = 0
  /** Told of the address of each report, and when anything has changed. */
  onEndpoint: (endpoint: string) => void = () => {}
  onChange: () => void = () => {}

  constructor(limits: { reportsMax: number; reportBytesMax: number }, archive: Archive | undefined, now: () => number) {
    this.store = new ReportStore(limits.reportsMax, limits.reportBytesMax)
    this.#archive = archive
    this.#now = now
  }

  /** What a reporter sent; throws a `Refusal` if it cannot be read. How many were new. */
  takeReports(body: unknown): number {
    let batch: ReturnType<typeof readReports>
    try {
      batch = readReports(body, this.#now())
    } catch (error) {
      this.refused += 1
      throw error
    }
    const reports = batch.life === undefined ? batch.reports : this.gaps.take(batch.life, batch.reports)
    for (const report of reports) this.#take(report)
    for (const left of batch.left ?? []) this.#takeDeparture(left)
    if (batch.vitals !== undefined && batch.life !== undefined) this.#takeVitals(batch.life.node, batch.vitals)
    this.#archive?.append(reports)
    if (reports.length + (batch.left?.length ?? 0) > 0) this.onChange()
    return reports.length
  }

  /** Request lines of a journal are left out: the Eyes report the very same answers. */
  takeEvents(events: readonly JournalEvent[]): void {
    for (const event of events) if (event.type !== "request" && event.type !== "answer") this.#waiting.push(event)
    if (this.#waiting.length > WAITING_MAX) this.scene()
    this.onChange()
  }

  /** What was answered is told by who answered as well; what was lost, by who sent it alone. */
  #takeDeparture(left: Left): void {
    this.departures.add(left)
    if (left.status === 0) this.#flows.add(this.#places.get(left.node) ?? -1, this.#places.get(left.to) ?? -1, 5)
  }

  /** The node that is reached there, if one is known. */
  nameAt(endpoint: string): string | undefined {
    const { names } = this.scene().history
    return names[this.#places.get(endpoint) ?? -1]
  }

  /** Of programs that are not ours: what they say they have answered is a report as any other, what they have sent a departure. */
  takeTold(events: readonly JournalEvent[]): void {
    for (const event of events) {
      if (event.type === "request") this.#take(reportOf(event))
      else if (event.type === "answer") this.#takeDeparture(leftOf(event))
    }
    this.takeEvents(events)
  }

  #take(report: Report): void {
    this.store.add(report)
    this.counters.add(report)
    this.#tally(report)
  }

  #takeVitals(node: string, [cpuPercent, memoryMiB, lagMs]: VitalSigns): void {
    const vitals = { node, t: this.#now(), cpuPercent, memoryMiB, lagMs }
    this.#vitals.push(vitals)
    this.#archive?.appendVitals(vitals)
    if (this.#vitals.length > WAITING_MAX) this.scene()
  }

  /** What was known before the first event: who takes part. */
  expect(run: NonNullable<SauronOptions["run"]>): void {
    const parties = (run.parties ?? []).map((party: RunParty) => ({ misdeeds: [], endpoint: "", key: "", ...party }))
    const header = {
      type: "header",
      version: 1,
      world: "real",
      run: run.id,
      seed: run.seed,
      rules: {},
      t: 0,
      node: "sauron",
      seq: 0,
    } as const
    this.takeEvents([{ ...header, parties }])
  }

  picture(): Picture {
    return this.scene().picture
  }

  /** Picture and history of all that has arrived. */
  scene(): Scene {
    if (this.#tallies.size + this.#waiting.length + this.#vitals.length === 0) return this.#scene
    const seen = [...this.#tallies].map(([node, { endpoint, ...tally }]) => ({
      node,
      ...tally,
      ...(endpoint === undefined ? {} : { endpoint }),
    }))
    const [events, vitals] = [this.#waiting, this.#vitals]
    this.#tallies.clear()
    this.#waiting = []
    this.#vitals = []
    this.#scene = advance(this.#scene, { events, seen, vitals })
    const { names } = this.#scene.history
    if (names.length !== this.#placed || events.some(({ type }) => type === "header")) this.#place(names)
    return this.#scene
  }

  /** Askers call themselves by their names, or by their endpoints. */
  #place(names: readonly string[]): void {
    this.#placed = names.length
    this.#places = new Map(names.map((name, place) => [name, place]))
    for (const [place, name] of names.entries()) {
      const endpoint = this.#scene.picture.nodes[name]?.endpoint
      if (endpoint) this.#places.set(endpoint, place)
    }
  }

  /** Who asked whom for what since this was last called. */
  takeFlows(): Flows {
    const flows = this.#flows
    this.#flows = new Flows()
    return flows
  }

  #tally({ node, t, request, response }: Report): void {
    let tally = this.#tallies.get(node)
    if (tally === undefined) {
      tally = {
        t,
        requests: 0,
        failures: 0,
        bytes: 0,
        duplicates: 0,
        endpoint: request.port > 0 ? `http://${request.host}:${request.port}` : undefined,
      }
      this.#tallies.set(node, tally)
      if (tally.endpoint !== undefined) this.onEndpoint(tally.endpoint)
      // A flood of invented names must not pile up until somebody looks.
      if (this.#tallies.size > 4_096) this.picture()
    }
    if (t > tally.t) tally.t = t
    tally.requests += 1
    tally.bytes += request.bytes + response.bytes
    if (response.status === 0 || response.status >= 400) tally.failures += 1
    if (isKnownBlock(request.method, request.route, response.status)) tally.duplicates += 1
    this.#flows.add(this.#places.get(request.from ?? "") ?? -1, this.#places.get(node) ?? -1, kindOf(request.route, response.status))
  }
}

/** An answer is noted when it has come, or when nobody waits for it any more. */
function leftOf({ durationUs, method, node, route, status, t, to, trace }: AnswerEvent): Left {
  return { node, t: t - durationUs, method, route, to, status, durationUs, trace }
}

function reportOf({ bytesIn, bytesOut, durationUs, from, method, node, route, seq, status, t, trace }: RequestEvent): Report {
  const request = { method, uri: route, route, host: "", port: 0, bytes: bytesIn, ...(from === undefined ? {} : { from }) }
  return { node, seq, t, request, response: { status, bytes: bytesOut }, durationUs, trace }
}
