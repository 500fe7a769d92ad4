/** The all-seeing eye: watches a node's answers and tells Sauron, without ever slowing, breaking or keeping alive the node. */
import { randomBytes } from "node:crypto"
import type { JournalEvent } from "@watercooler/kernel"
import { type Batch, encodeBatch, type Held, takeBatch } from "./batches.ts"
import type { Departure } from "./departure.ts"
import { type Acknowledgement, type Link, openLink } from "./link.ts"
import { type Eye, type EyeOptions, type EyeStats, eyeDefaults } from "./options.ts"
import { ForgetfulQueue } from "./queue.ts"
import { BATCH_REPORTS_MAX } from "./report.ts"
import { holdable, type Sighting, weightOf } from "./sighting.ts"
import { VitalsTaker } from "./vitals.ts"

/** Batches under way at once. More would only move the queue from here into the socket, where it is not bounded. */
const UNCONFIRMED_MAX = 4

export function openEye(options: EyeOptions): Eye {
  return new AllSeeingEye(options)
}

class AllSeeingEye implements Eye {
  readonly #options: Required<Omit<EyeOptions, "token" | "runStartedNs">> & EyeOptions
  readonly #reports: ForgetfulQueue<Held>
  readonly #events: ForgetfulQueue<JournalEvent>
  readonly #departures: ForgetfulQueue<Departure & { readonly t: number }>
  readonly #boot = randomBytes(8).toString("hex")
  readonly #sauron: string
  readonly #epochUs: number
  /** Sent and not confirmed, oldest first. Sent again after a broken line; Sauron knows by `seq` what it has. */
  #unconfirmed: Batch[] = []
  #weight = 0
  #acked = 0
  #link: Link | undefined
  #started = false
  #closed = false
  #starting: NodeJS.Timeout | undefined
  #flushing: NodeJS.Timeout | undefined
  #hurried = false
  #eventsUnderWay = 0
  #untold = 0
  #waiters: (() => void)[] = []
  readonly #vitals = new VitalsTaker()

  constructor(options: EyeOptions) {
    this.#options = { ...eyeDefaults, ...options }
    this.#reports = new ForgetfulQueue(Math.max(1, this.#options.queueMax))
    this.#events = new ForgetfulQueue(Math.max(1, this.#options.eventsMax))
    this.#departures = new ForgetfulQueue(Math.max(1, this.#options.queueMax))
    this.#sauron = new URL(options.url).host
    const sinceStartUs = options.runStartedNs ? Number((process.hrtime.bigint() - BigInt(options.runStartedNs)) / 1_000n) : 0
    this.#epochUs = performance.now() * 1_000 - sinceStartUs
  }

  now(): number {
    return Math.round(performance.now() * 1_000 - this.#epochUs)
  }

  isOwn(host: string | undefined, uri: string): boolean {
    return host === this.#sauron || uri.startsWith("/sauron/") || uri.startsWith("/socket.io/")
  }

  see(sighting: Sighting): void {
    if (this.#closed) return
    try {
      this.#keep(sighting)
    } catch {
      this.#reports.lose(1) // No sighting at all. The node that made it must not hear of it.
    }
  }

  #keep(sighting: Sighting): void {
    const { request, response } = sighting
    let body = holdable(request.body, request.bytes ?? 0)
    let content = holdable(response.content, response.bytes ?? 0)
    let weight = weightOf(body, request.bytes ?? 0) + weightOf(content, response.bytes ?? 0)
    if (this.#weight + weight > this.#options.excerptCharsMax) {
      body = content = undefined
      weight = 0
    }
    // A copy is made only where something of the node's must not be held on to.
    const kept =
      body === request.body && content === response.content
        ? sighting
        : { ...sighting, request: { ...request, body }, response: { ...response, content } }
    const forgotten = this.#reports.push({ sighting: kept, t: sighting.t ?? this.now(), weight })
    this.#weight += weight - (forgotten?.weight ?? 0)
    this.#soon()
  }

  left(departure: Departure): void {
    if (this.#closed) return
    this.#departures.push({ ...departure, t: departure.t ?? this.now() - departure.durationUs })
    this.#soon()
  }

  tell(event: JournalEvent): void {
    if (this.#closed) return
    if (this.#options.token === undefined) this.#untold += 1
    else {
      this.#events.push(event)
      this.#soon()
    }
  }

  start(): void {
    if (this.#started || this.#closed) return
    this.#started = true
    clearTimeout(this.#starting)
    const events = { onUp: () => this.#lineIsUp(), onDown: () => this.#lineBroke() }
    openLink(this.#options.url, this.#options.token, events).then(
      (link) => {
        if (this.#closed) link.close()
        else this.#link = link
      },
      () => {
        this.#started = false // The library could not be loaded. The next sighting tries again; the node goes on.
        this.#starting = undefined
      },
    )
  }

  async settled(timeoutMs = 5_000): Promise<boolean> {
    if (this.#isSettled()) return true
    this.#flush()
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.#isSettled()), timeoutMs)
      this.#waiters.push(() => {
        clearTimeout(timer)
        resolve(true)
      })
    })
  }

  stats(): EyeStats {
    const underWay = this.#unconfirmed.reduce((sum, { rows }) => sum + rows.length, 0)
    return {
      sent: this.#acked,
      dropped: this.#reports.dropped,
      queued: this.#reports.size + underWay,
      untold: this.#untold + this.#events.dropped,
      connected: this.#link?.connected() ?? false,
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    if (this.#link?.connected()) await this.settled(this.#options.closeTimeoutMs)
    clearTimeout(this.#starting)
    clearTimeout(this.#flushing)
    this.#link?.close()
  }

  /** The longer of the two queues that batches are made of. */
  get #waiting(): number {
    return Math.max(this.#reports.size, this.#departures.size)
  }

  #isSettled(): boolean {
    return this.#waiting === 0 && this.#unconfirmed.length === 0 && this.#events.size === 0 && this.#eventsUnderWay === 0
  }

  #soon(): void {
    if (!this.#started) {
      this.#starting ??= setTimeout(() => this.start(), this.#options.startAfterMs).unref()
    } else if (this.#waiting >= BATCH_REPORTS_MAX) {
      if (this.#hurried) return
      this.#hurried = true
      setImmediate(() => {
        this.#hurried = false
        this.#flush(BATCH_REPORTS_MAX)
        if (this.#waiting > 0) this.#later()
      })
    } else this.#later()
  }

  #later(): void {
    if (this.#flushing !== undefined) return
    const dueMs = performance.now() + this.#options.flushAfterMs
    this.#flushing = setTimeout(() => {
      this.#vitals.late(performance.now() - dueMs)
      this.#flush()
    }, this.#options.flushAfterMs).unref()
  }

  /** Sends batches of at least so many reports. Small ones wait for their time: sent at each confirmation, they would cost a third of a route. */
  #flush(reportsMin = 1): void {
    clearTimeout(this.#flushing)
    this.#flushing = undefined
    if (this.#link === undefined || !this.#link.connected()) return
    this.#sendEvents(this.#link)
    while (this.#waiting >= reportsMin && this.#unconfirmed.length < UNCONFIRMED_MAX) {
      const batch = takeBatch(this.#reports, this.#departures, (weight) => {
        this.#weight -= weight
      })
      this.#unconfirmed.push(batch)
      this.#sendBatch(this.#link, batch)
    }
  }

  #sendBatch(link: Link, batch: Batch): void {
    const vitals = this.#vitals.take()
    const facts = {
      node: this.#options.node,
      boot: this.#boot,
      dropped: this.#reports.dropped,
      acked: this.#acked,
      ...(vitals === undefined ? {} : { vitals }),
    }
    link.send("reports", encodeBatch(facts, batch), (answer) => this.#confirmed(batch, answer))
  }

  #confirmed(batch: Batch, answer: Acknowledgement): void {
    if (!this.#unconfirmed.includes(batch)) return
    this.#unconfirmed = this.#unconfirmed.filter((other) => other !== batch)
    if (answer.refused === undefined) this.#acked += batch.rows.length
    else this.#reports.lose(batch.rows.length)
    if (this.#waiters.length > 0) this.#flush()
    else if (this.#waiting > 0) this.#soon()
    this.#wake()
  }

  #sendEvents(link: Link): void {
    const events: JournalEvent[] = []
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) events.push(next.item)
    if (events.length === 0) return
    this.#eventsUnderWay += events.length
    link.send("events", Buffer.from(JSON.stringify(events)), (answer) => {
      this.#eventsUnderWay -= events.length
      if (answer.refused !== undefined) this.#untold += events.length
      this.#wake()
    })
  }

  /** Acknowledgements of an old line never come. What they would have confirmed is said again on the new one. */
  #lineIsUp(): void {
    for (const batch of this.#unconfirmed) if (this.#link !== undefined) this.#sendBatch(this.#link, batch)
    this.#flush()
  }

  #lineBroke(): void {
    this.#untold += this.#eventsUnderWay
    this.#eventsUnderWay = 0
  }

  #wake(): void {
    if (!this.#isSettled()) return
    for (const waiter of this.#waiters.splice(0)) waiter()
  }
}
