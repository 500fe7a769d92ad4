/** The simulator for tests that tell stories: functions in place of tables, notes kept in memory, and findings thrown. */
import type { Crypto, Endpoint, Note } from "@watercooler/kernel"
import { describeFinding } from "./limits.ts"
import type { PartyPlan } from "./node/party.ts"
import { Simulation } from "./simulation.ts"
import type { WorkModel } from "./work.ts"

export interface NetworkOptions {
  readonly seed: string
  readonly crypto: Crypto
  /** How long a message from one endpoint to another is under way; undefined loses it. */
  readonly latencyUs?: (from: Endpoint, to: Endpoint) => number | undefined
  /** How long an order takes. */
  readonly workUs?: (node: string, job: string) => number
  /** Longest wait for an answer. */
  readonly timeoutUs?: number
}

export interface Noted {
  readonly at: number
  readonly node: string
  readonly fact: Note
}

export class VirtualNetwork<Request, Answer> {
  readonly notes: Noted[] = []
  readonly #simulation: Simulation<Request, Answer>
  readonly #endpoints = new Map<string, Endpoint>()

  constructor({ seed, crypto, latencyUs = () => 5_000, workUs = () => 50_000, timeoutUs }: NetworkOptions) {
    const work: WorkModel = ({ node, job }) => ({ afterUs: workUs(node, job) })
    this.#simulation = new Simulation<Request, Answer>({
      seed,
      crypto,
      work,
      costs: { diskWriteUs: 0 },
      traffic: false,
      links: { otherwise: {} },
      ...(timeoutUs === undefined ? {} : { timeoutUs }),
      rules: [
        ({ from, to }) => {
          const us = latencyUs(this.#endpoints.get(from) ?? from, this.#endpoints.get(to) ?? to)
          return us === undefined ? { kind: "drop", because: "lost" } : { kind: "deliver", us }
        },
      ],
      sink: (event) => {
        if (event.type === "note") this.notes.push({ at: event.t, node: event.node, fact: event.fact })
      },
    })
  }

  /** Virtual microseconds. */
  get now(): number {
    return this.#simulation.now
  }

  get events(): number {
    return this.#simulation.stats.events
  }

  get fingerprint(): string {
    return this.#simulation.fingerprint
  }

  hire(plan: PartyPlan<Request, Answer>): void {
    this.#endpoints.set(plan.name, plan.endpoint)
    this.#simulation.hire(plan)
  }

  /** The process is gone; its disk stays. Whoever waits for its answer finds the connection closed. */
  fire(name: string): void {
    this.#simulation.fire(name)
  }

  /** Hires back, with its disk kept or wiped. */
  hireBack(name: string, disk: "kept" | "wiped" = "kept"): void {
    this.#simulation.hireBack(name, disk)
  }

  /** Asks a node from outside the network; `answered` is called when it answers. */
  request(name: string, request: Request, answered: (answer: Answer) => void = () => undefined): void {
    this.#simulation.request(name, request, answered)
  }

  program(name: string): unknown {
    return this.#simulation.program(name)
  }

  notesOf(name: string, note: string): Note[] {
    return this.notes.filter(({ node, fact }) => node === name && fact.note === note).map(({ fact }) => fact)
  }

  /** Runs for so long, virtually. */
  run(forUs: number): void {
    this.#simulation.run(forUs)
    const { finding } = this.#simulation
    if (finding !== undefined) throw new Error(describeFinding(finding))
  }

  /** Runs until something is true; throws when it is not after so long. */
  runUntil(what: string, isTrue: () => boolean, withinUs: number): void {
    this.#simulation.runUntil(what, isTrue, withinUs)
  }
}
