/** Everything that arrives goes through here, whichever way it came: into the store, the counters, the archive and the picture. */
import type { JournalEvent } from "@watercooler/kernel"
import type { Report } from "../eye/report.ts"
import { emptyPicture, type Picture, reduce, reduceSeen } from "../picture/index.ts"
import type { Archive } from "./archive.ts"
import { Counters } from "./counters.ts"
import { Gaps } from "./gaps.ts"
import type { RunParty, SauronOptions } from "./options.ts"
import { readReports } from "./read-reports.ts"
import { ReportStore } from "./store.ts"

interface Tally {
  t: number
  requests: number
  failures: number
  endpoint: string | undefined
}

export class Intake {
  readonly store: ReportStore
  readonly counters = new Counters()
  readonly gaps = new Gaps()
  readonly #archive: Archive | undefined
  readonly #now: () => number
  /** Counted since the picture was last drawn: fifty thousand reports a second are not fifty thousand pictures. */
  readonly #tallies = new Map<string, Tally>()
  #picture: Picture = emptyPicture
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
    for (const report of reports) {
      this.store.add(report)
      this.counters.add(report)
      this.#tally(report)
    }
    this.#archive?.append(reports)
    if (reports.length > 0) this.onChange()
    return reports.length
  }

  /** Request lines of a journal are left out: the Eyes report the very same answers. */
  takeEvents(events: readonly JournalEvent[]): void {
    this.#picture = reduce(
      this.picture(),
      events.filter(({ type }) => type !== "request"),
    )
    this.onChange()
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
    if (this.#tallies.size > 0) {
      this.#picture = reduceSeen(
        this.#picture,
        [...this.#tallies].map(([node, { t, requests, failures, endpoint }]) => ({
          node,
          t,
          requests,
          failures,
          ...(endpoint === undefined ? {} : { endpoint }),
        })),
      )
      this.#tallies.clear()
    }
    return this.#picture
  }

  #tally({ node, t, request, response }: Report): void {
    let tally = this.#tallies.get(node)
    if (tally === undefined) {
      tally = { t, requests: 0, failures: 0, endpoint: request.port > 0 ? `http://${request.host}:${request.port}` : undefined }
      this.#tallies.set(node, tally)
      if (tally.endpoint !== undefined) this.onEndpoint(tally.endpoint)
      // A flood of invented names must not pile up until somebody looks.
      if (this.#tallies.size > 4_096) this.picture()
    }
    if (t > tally.t) tally.t = t
    tally.requests += 1
    if (response.status === 0 || response.status >= 400) tally.failures += 1
  }
}
