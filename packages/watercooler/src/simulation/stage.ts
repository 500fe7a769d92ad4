/** A simulated office: everybody who takes part, on links as the scenario words them, and what has been heard of them so far. */
import type { Answer, Request } from "@watercooler/bigload"
import type { NodeView, TimelineFault, View } from "@watercooler/boss/faults"
import { NodeCrypto } from "@watercooler/host"
import type { Crypto, JournalEvent, Json } from "@watercooler/kernel"
import { exponentialWork, RememberingCrypto, Simulation, type SimulationOptions } from "@watercooler/simulator"
import { linkTable, type PlannedNode, type ScenarioPlan } from "../scenario/index.ts"
import { joinsBy } from "../scenario/plan/joining.ts"
import type { Net } from "./asking.ts"
import { Cast, type Stand } from "./cast.ts"
import { Chronicle } from "./chronicle.ts"

/** What makes no difference to a run, or only to tests of the tester. */
export interface StageOptions extends Pick<SimulationOptions<Request, Answer>, "queue" | "serialise" | "around" | "limits"> {
  readonly run: string
  /** Hears every line of the journal, also those of requests and answers. */
  readonly listener?: ((event: JournalEvent) => void) | undefined
  readonly stand?: Stand | undefined
  /** Whether verified signatures are remembered, which makes large networks faster. On, unless said otherwise. */
  readonly remember?: boolean | undefined
}

const LOOK_US = 50_000

export class Stage {
  readonly cast: Cast
  /** A signature that was verified once need not be verified again, not even by the judge: what is remembered is compared in full. */
  readonly crypto: Crypto
  readonly chronicle: Chronicle
  readonly net: Net
  readonly plan: ScenarioPlan
  hasClients = false
  /** Virtual microseconds. */
  stormBegan = 0
  readonly #run: string

  constructor(plan: ScenarioPlan, { run, listener, stand, remember = true, ...options }: StageOptions) {
    const crypto = remember ? new RememberingCrypto(new NodeCrypto()) : new NodeCrypto()
    this.crypto = crypto
    this.#run = run
    this.plan = plan
    this.cast = new Cast(plan, crypto, stand)
    this.chronicle = new Chronicle(() => this.net.now, listener)
    this.net = new Simulation<Request, Answer>({
      ...options,
      seed: plan.seed,
      crypto,
      parties: this.cast.members,
      links: linkTable(plan.links, this.#names),
      work: exponentialWork(plan.network.blockIntervalUs * this.cast.powerInAll),
      heading: { run, parties: [...this.cast.parties], rules: this.cast.rules },
      sink: this.chronicle.hear,
      traffic: listener !== undefined,
      newcomer: (name, words) => this.#newcomer(name, words),
    })
  }

  /** Honest nodes that keep a chain, newcomers too once they are hired. */
  get chained(): readonly string[] {
    return this.cast.parties.filter(({ honest, kind }) => honest && kind !== "wall").map(({ name }) => name)
  }

  /** As the Boss sees it. */
  get view(): View {
    const states = new Map(this.net.nodes.map(({ name, state }) => [name, state]))
    const nodes = this.cast.parties.map(({ name, honest }): NodeView => {
      const state = states.get(name)
      const { disk, settled } = this.chronicle.standingOf(name)
      return { name, honest, state: state === "up" || state === "paused" ? state : "down", disk, settled }
    })
    return { nowMs: Math.floor((this.net.now - this.stormBegan) / 1_000), stormMs: Math.floor(this.plan.stormUs / 1_000), nodes }
  }

  /** Runs until something is true, or for so long. Whether it came true. */
  runUntil(isTrue: () => boolean, withinUs: number): boolean {
    const deadline = this.net.now + withinUs
    while (!isTrue()) {
      if (this.net.now >= deadline || this.net.finding !== undefined) return false
      this.net.run(Math.min(LOOK_US, deadline - this.net.now))
    }
    return true
  }

  /** Puts a fault of the storm on the timeline, which counts from the beginning of the run. */
  planFault(fault: TimelineFault): void {
    this.net.plan("atUs" in fault ? { ...fault, atUs: fault.atUs + this.stormBegan } : fault)
  }

  /** Everybody whom links may connect, newcomers included, by whom links are asked. */
  get #names(): readonly string[] {
    const newcomers = this.plan.faults.flatMap(({ fault }) => (fault.kind === "hire" && fault.newcomer !== undefined ? [fault.node] : []))
    return [...this.cast.members.map(({ name }) => name), ...newcomers]
  }

  #newcomer(name: string, words: Json) {
    const { party = "bigload", misdeeds = [], boot } = words as { party?: PlannedNode["kind"]; misdeeds?: readonly string[]; boot?: string }
    const { tracker, network, nodes } = this.plan
    const member = this.cast.enrol({
      name,
      kind: party,
      honest: party !== "shit",
      misdeeds,
      hashPower: 1,
      clock: { skewUs: 0, driftPpm: 0 },
      boot: boot === undefined ? joinsBy({ name, kind: party }, nodes, tracker) : [boot],
      minPeers: network.minPeers,
    })
    const { seed } = this.plan
    const parties = [...this.cast.parties]
    this.chronicle.record({ type: "header", version: 1, world: "simulated", run: this.#run, seed, parties, rules: this.cast.rules })
    return member
  }
}
