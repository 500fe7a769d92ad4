/** One run: nodes, network, faults, clients, and at the end an opinion. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { checkDefaults, type History, type HistoryAnswer, historyOf, type Opinion, writeEdn } from "@watercooler/judge/histories"
import { Driver, Recorder, until } from "../histories/drive.ts"
import { hireWarden } from "../office/warden.ts"
import { openClient } from "./clients.ts"
import { Cluster } from "./cluster.ts"
import { MaelstromJournal } from "./journal.ts"
import type { Breach } from "./line.ts"
import { describeFault, type Fault } from "./nemesis.ts"
import { Network } from "./network.ts"
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
}

/** Of one kind of breach, more are not told. */
const breachesMax = 20
/** A last read that fails is tried so often. */
const finalAttempts = 5
const checkMs = 60_000

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
  #done: readonly ScheduledOperation[] = []
  #clients = 0

  constructor(schedule: Schedule, dir: string, watcher: Watcher, signal: AbortSignal) {
    const { options } = schedule
    this.#schedule = schedule
    this.#dir = dir
    this.#watcher = watcher
    this.#signal = signal
    this.#workload = workloads[options.workload] as Workload
    const nodes = options.nodes
    this.#journal = new MaelstromJournal(join(dir, "journal.ndjson"), nodes, options, this.#began)
    this.#network = new Network(options.network, this.#began, (sighting) => {
      this.#counter.see(sighting)
      this.#journal.message(sighting)
    })
  }

  get events() {
    return this.#recorder.events
  }

  async play(): Promise<MaelstromResult> {
    const { options } = this.#schedule
    const nodes = options.nodes
    const warden = hireWarden(() => undefined)
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
        happened: (node, what, pid) => {
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
    await driver.run(dues, began, options.limitMs, this.#signal)
    await until(began + options.limitMs, this.#signal)
    over.abort()
    await nemesis
    this.#done = driver.done
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
  async #fault(cluster: Cluster, fault: Fault, began: number, over: AbortSignal): Promise<void> {
    await until(began + fault.atMs, over)
    if (over.aborted || this.#signal.aborted) return
    this.#say(describeFault(fault))
    this.#journal.fault("began", fault)
    for (const node of fault.nodes ?? []) fault.kind === "kill" ? cluster.kill(node) : cluster.pause(node)
    if (fault.grudges !== undefined)
      this.#network.cut(new Map(Object.entries(fault.grudges).map(([node, others]) => [node, new Set(others)])))
    await until(began + fault.atMs + fault.forMs, over)
    if (fault.grudges !== undefined) this.#network.cut(new Map())
    await Promise.all((fault.nodes ?? []).map((node) => (fault.kind === "kill" ? cluster.restart(node) : cluster.resume(node))))
    this.#say(
      fault.kind === "partition"
        ? "healed"
        : fault.kind === "kill"
          ? `started again: ${fault.nodes?.join(", ")}`
          : `resumed: ${fault.nodes?.join(", ")}`,
    )
    this.#journal.fault("ended", fault)
  }

  #judge(): MaelstromResult {
    const { options } = this.#schedule
    const history = historyOf(this.#recorder.events)
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
