/** One run: nodes, network, faults, clients, and at the end an opinion. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { checkDefaults, type History, type HistoryAnswer, historyOf, type Opinion, writeEdn } from "@watercooler/judge/histories"
import type { JournalEvent } from "@watercooler/kernel"
import { Driver, Recorder, until } from "../histories/drive.ts"
import { tooSlow } from "../histories/workload.ts"
import { hireWarden } from "../office/warden.ts"
import { openClient } from "./clients.ts"
import { Cluster, logOf } from "./cluster.ts"
import { MaelstromJournal } from "./journal.ts"
import type { Breach } from "./line.ts"
import { Lookout } from "./lookout.ts"
import { aimAt, describeEnd, describeFault, type Fault, nameOf, rolesOf } from "./nemesis.ts"
import { Network } from "./network.ts"
import { describeSign, rolesNamed } from "./roles.ts"
import type { Schedule, ScheduledOperation } from "./schedule.ts"
import { services } from "./services/services.ts"
import { MessageCounter, type Statistics, statisticsOf } from "./statistics.ts"
import { neighbours } from "./topology.ts"
import { workloads } from "./workloads/index.ts"
import type { Workload } from "./workloads/workload.ts"

export interface MaelstromResult {
  readonly answer: HistoryAnswer
  readonly detail: string
  readonly opinion: Opinion
  readonly breaches: readonly Breach[]
  readonly statistics: Statistics
  readonly schedule: Schedule
  readonly dir: string
}

/** For whoever looks on. */
export interface Watcher {
  /** Something happened that a person wants to know, so many milliseconds after the beginning. */
  said(atMs: number, words: string): void
  /** All that is written into the journal. */
  readonly event?: (event: JournalEvent) => void
}

/** Breaches of the protocol that are kept; there may have been more. */
export const breachesMax = 20
/** A last read that fails is tried so often. */
const finalAttempts = 5
const checkMs = 60_000
/** What was due in time and found nobody free is still begun so long after the limit: a busy machine must not make another run of it. */
const lateMsMax = 1_000

export async function runMaelstrom(schedule: Schedule, dir: string, watcher: Watcher, signal: AbortSignal): Promise<MaelstromResult> {
  mkdirSync(join(dir, "nodes"), { recursive: true })
  writeFileSync(join(dir, "schedule.json"), `${JSON.stringify(schedule, undefined, 1)}\n`)
  const { workload, seed } = schedule.options
  writeFileSync(
    join(dir, "manifest.json"),
    `${JSON.stringify({ run: basename(dir), world: "real", kind: "maelstrom", workload, seed }, undefined, 1)}\n`,
  )
  const run = new Run(schedule, dir, watcher, signal)
  const result = await run.play()
  writeFileSync(join(dir, "history.edn"), writeEdn(run.events))
  const { answer, detail, opinion, breaches, statistics } = result
  writeFileSync(join(dir, "result.json"), `${JSON.stringify({ answer, detail, opinion, breaches, statistics }, undefined, 1)}\n`)
  return result
}

class Run {
  readonly #schedule: Schedule
  readonly #dir: string
  readonly #watcher: Watcher
  readonly #signal: AbortSignal
  readonly #workload: Workload
  readonly #began = performance.now()
  readonly #recorder = new Recorder(this.#began)
  readonly #counter = new MessageCounter()
  readonly #breaches: Breach[] = []
  readonly #network: Network
  readonly #journal: MaelstromJournal
  readonly #lookout: Lookout
  /** Kinds of faults by role → how often somebody had the role. */
  readonly #hits = new Map<string, number>()
  #done: readonly ScheduledOperation[] = []
  /** What is to be said of a rate that was not reached. */
  #late: readonly string[] = []
  #clients = 0

  constructor(schedule: Schedule, dir: string, watcher: Watcher, signal: AbortSignal) {
    const { options } = schedule
    this.#schedule = schedule
    this.#dir = dir
    this.#watcher = watcher
    this.#signal = signal
    this.#workload = workloads[options.workload] as Workload
    const nodes = options.nodes
    this.#journal = new MaelstromJournal(join(dir, "journal.ndjson"), nodes, options, this.#began, watcher.event)
    this.#network = new Network(options.network, this.#began, (sighting) => {
      this.#counter.see(sighting)
      this.#journal.message(sighting)
    })
    const logs = new Map(nodes.map((node) => [node, logOf(dir, node)]))
    this.#lookout = new Lookout(rolesOf(schedule.faults), options.roles ?? [], logs)
  }

  get events() {
    return this.#recorder.events
  }

  async play(): Promise<MaelstromResult> {
    const { options } = this.#schedule
    const nodes = options.nodes
    const warden = hireWarden(() => undefined)
    using lookout = this.#lookout
    for (const [id, serve] of services(options.seed)) {
      this.#network.join(id, (message) => {
        const reply = serve(message)
        if (message.body.msg_id !== undefined)
          this.#network.send({ src: id, dest: message.src, body: { ...reply, in_reply_to: message.body.msg_id } })
      })
    }
    try {
      await using cluster = new Cluster(nodes, options.program, this.#dir, this.#network, warden, {
        breached: (breach) => this.#breach(breach),
        said: (node, { body }) => lookout.sent(node, body),
        happened: (node, what, pid) => {
          if (what === "started" || what === "killed" || what === "ended") lookout.ended(node)
          this.#journal.process(node, what, pid)
          if (what !== "started") this.#say(`${node} ${what === "ready" ? "is ready" : what === "ended" ? "has ended" : `is ${what}`}`)
        },
      })
      if (await this.#begin(cluster)) await this.#storm(cluster)
      this.#network.close()
    } finally {
      await warden.close()
    }
    return this.#judge()
  }

  async #begin(cluster: Cluster): Promise<boolean> {
    if (!(await cluster.start())) return false
    if (this.#workload.hasTopology === undefined) return true
    const topology = neighbours(this.#schedule.options.topology, cluster.nodes)
    return cluster.tellAll(() => ({ type: "topology", topology }), "topology_ok")
  }

  async #storm(cluster: Cluster): Promise<void> {
    const { options, operations, faults } = this.#schedule
    const { nodes } = cluster
    const generator = this.#workload.generator({ ...options })
    const workers = Math.max(options.concurrency, nodes.length)
    const driver = new Driver(
      (worker) => this.#openClient(nodes[worker % nodes.length] as string),
      this.#recorder,
      options.concurrency,
      workers,
    )
    const began = performance.now()
    this.#journal.phase("storm")
    const over = new AbortController()
    const nemesis = Promise.all(faults.map((fault) => this.#fault(cluster, fault, began, over.signal)))
    const dues = operations.map(({ number, atMs, worker }) => ({
      number,
      atMs,
      asked: generator.ask(number),
      ...(worker === undefined ? {} : { worker }),
    }))
    await driver.run(dues, began, options.limitMs + lateMsMax, this.#signal)
    await until(began + options.limitMs, this.#signal)
    over.abort()
    await nemesis
    this.#done = driver.done
    const elapsedMs = performance.now() - began
    this.#late = tooSlow(driver.done.length, dues.filter(({ atMs }) => atMs <= elapsedMs).length, options.concurrency)
    this.#journal.phase("calm")
    if (generator.finals.length > 0 && !this.#signal.aborted) {
      if (options.quietMs > 0) this.#say(`calm for ${options.quietMs / 1000} s, then the last reads`)
      await until(performance.now() + options.quietMs, this.#signal)
      const everybody = Array.from(
        { length: this.#workload.finals === "nodes" ? nodes.length : options.concurrency },
        (_, worker) => worker,
      )
      await driver.finals(generator.finals, everybody, finalAttempts)
    }
    await driver.close()
  }

  async #openClient(node: string) {
    return openClient(`c${++this.#clients}`, node, {
      workload: this.#workload,
      network: this.#network,
      timeoutMs: this.#schedule.options.timeoutMs,
      malformed: (from, words) =>
        this.#breach({
          node: from,
          saw: words,
          expected: `the reply that ${this.#workload.name} asks for`,
          instead: "docs/reference/maelstrom.md shows every request and reply",
        }),
    })
  }

  /** Begins when it is due and ends when it is over, or when everything is. */
  async #fault(cluster: Cluster, planned: Fault, began: number, over: AbortSignal): Promise<void> {
    await until(began + planned.atMs, over)
    if (over.aborted || this.#signal.aborted) return
    const fault = await this.#aimed(planned, began, over)
    if (fault === undefined) return
    this.#say(describeFault(fault))
    this.#journal.fault("began", fault)
    const { grudges, kind, nodes = [] } = fault
    const heal = grudges === undefined ? undefined : this.#network.cut(grudges)
    if (kind === "kill") for (const node of nodes) cluster.kill(node)
    if (kind === "pause") for (const node of nodes) cluster.pause(node)
    await until(began + fault.atMs + fault.forMs, over)
    const stopped = heal?.()
    if (kind === "kill") await Promise.all(nodes.map((node) => cluster.restart(node)))
    if (kind === "pause") for (const node of nodes) cluster.resume(node)
    this.#say(describeEnd(fault, stopped))
    this.#journal.fault("ended", fault, { messages: stopped ?? 0 })
  }

  /** Whom it is meant for is found now. Half of its time is spent on that at most, and then it is left out. */
  async #aimed(fault: Fault, began: number, over: AbortSignal): Promise<Fault | undefined> {
    if (fault.who === undefined) return fault
    const { role } = fault.who
    const calledOff = new AbortController()
    const patience = until(began + fault.atMs + fault.forMs / 2, over).then(() => calledOff.abort())
    const node = await this.#lookout.find(role, calledOff.signal)
    const name = nameOf(fault)
    this.#hits.set(name, (this.#hits.get(name) ?? 0) + (node === undefined ? 0 : 1))
    if (node !== undefined) return aimAt(node, fault, this.#schedule.options.nodes)
    await patience
    this.#say(`${name} is left out: ${this.#nobodyIs(role)}`)
    this.#journal.fault("refused", fault, { because: `nobody was ${role}` })
    return undefined
  }

  #nobodyIs(role: string): string {
    const signs = rolesNamed(role, this.#schedule.options.roles ?? []).map(({ sign }) => describeSign(sign))
    return `nobody ${signs.join(" or ")}`
  }

  #judge(): MaelstromResult {
    const { options } = this.#schedule
    const told = historyOf(this.#recorder.events)
    const history = { ...told, remarks: [...told.remarks, ...this.#late] }
    const opinion = this.#workload.check(history, { ...checkDefaults, consistency: options.consistency }, checkMs)
    const statistics = statisticsOf(history, this.#counter)
    const { answer, detail } = this.#answer(history, opinion, statistics)
    this.#journal.verdict(answer, detail)
    const schedule = { ...this.#schedule, operations: this.#done }
    return { answer, detail, opinion, breaches: this.#breaches, statistics, schedule, dir: this.#dir }
  }

  #answer(history: History, opinion: Opinion, statistics: Statistics): { readonly answer: HistoryAnswer; readonly detail: string } {
    const { availabilityMin } = this.#schedule.options
    const [breach] = this.#breaches
    if (opinion.answer === "violated") return opinion
    if (breach !== undefined) return { answer: "violated", detail: `${breach.node}: ${breach.saw}.` }
    if (availabilityMin !== undefined && history.operations.length > 0 && statistics.availability < availabilityMin)
      return {
        answer: "violated",
        detail: `${percent(statistics.availability)} of operations succeeded, of at least ${percent(availabilityMin)}.`,
      }
    if (this.#signal.aborted) return { answer: "inconclusive", detail: "Interrupted." }
    const silent = Object.entries(statistics.byFunction).find(([, { ok }]) => ok === 0)
    if (opinion.answer === "passed" && silent !== undefined) return { answer: "inconclusive", detail: `No ${silent[0]} ever succeeded.` }
    const [missed] = [...this.#hits].find(([, hits]) => hits === 0) ?? []
    if (opinion.answer === "passed" && missed !== undefined) return { answer: "inconclusive", detail: `${missed} never hit anybody.` }
    return opinion
  }

  #breach(breach: Breach): void {
    if (this.#breaches.length >= breachesMax) return
    const isNews = !this.#breaches.some(({ node, instead }) => node === breach.node && instead === breach.instead)
    this.#breaches.push(breach)
    appendFileSync(join(this.#dir, "breaches.ndjson"), `${JSON.stringify(breach)}\n`)
    // The same mistake of the same node is told once.
    if (!isNews) return
    this.#say(`✗ ${breach.node}: ${breach.saw}\n           expected  ${breach.expected}\n           instead   ${breach.instead}`)
  }

  #say(words: string): void {
    this.#watcher.said(performance.now() - this.#began, words)
  }
}

const percent = (part: number): string => `${Math.round(part * 10_000) / 100} %`
