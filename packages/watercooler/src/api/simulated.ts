/** A test's office in virtual time. */
import type { Disk, TimelineFault } from "@watercooler/boss/faults"
import type { JournalEvent, Receipt } from "@watercooler/kernel"
import type { ScenarioPlan } from "../scenario/index.ts"
import { ask } from "../simulation/asking.ts"
import { VirtualDay } from "../simulation/day.ts"
import { openGuard } from "../simulation/guard.ts"
import { Stage } from "../simulation/stage.ts"
import { cutWords, fullName, lastingFault, slowWords } from "./faults.ts"
import type { CutOptions, Duration, FaultHandle, Judged, LastingOptions, NodeHandle, NodeState, SlowOptions, TestOffice } from "./handle.ts"
import { msOf } from "./options.ts"

const WITHIN_MS = 60_000
const LOOK_US = 50_000

export async function openSimulatedOffice(plan: ScenarioPlan): Promise<TestOffice> {
  return new SimulatedOffice(plan)
}

class SimulatedOffice implements TestOffice {
  readonly world = "simulated"
  readonly seed: string
  readonly dir = undefined
  readonly #guard = openGuard()
  readonly #day: VirtualDay
  readonly #nodes = new Map<string, NodeHandle>()
  #faults = 0
  #isClosed = false

  constructor(plan: ScenarioPlan) {
    this.seed = plan.seed
    this.#day = new VirtualDay(new Stage(plan, { run: "test", around: this.#guard.around }))
    this.#day.open()
    this.#day.beginStorm()
  }

  get events(): readonly JournalEvent[] {
    return this.#stage.chronicle.events
  }

  get nodes(): readonly NodeHandle[] {
    return this.#names.map((name) => this.#handleOf(name))
  }

  node(name: string): NodeHandle {
    return this.#handleOf(fullName(name, this.#names))
  }

  cut(from: readonly string[], to?: readonly string[], options: CutOptions = {}): Promise<FaultHandle> {
    return this.begin(cutWords(from, to, options, this) as never, options)
  }

  slow(from: readonly string[], to: readonly string[], options: SlowOptions): Promise<FaultHandle> {
    return this.begin(slowWords(from, to, options) as never, options)
  }

  async begin(fault: Parameters<TestOffice["begin"]>[0], options: LastingOptions = {}): Promise<FaultHandle> {
    const forUs = options.for === undefined ? {} : { forUs: msOf(options.for) * 1_000 }
    const id = this.#plan({ ...forUs, fault: lastingFault(fault, this.#names) })
    const heal = async (): Promise<Receipt> => {
      this.#net.heal(id)
      return this.#receiptOf(id)
    }
    return { id, heal, [Symbol.asyncDispose]: async () => void (await heal()) }
  }

  async heal(): Promise<void> {
    this.#net.healAll()
  }

  async pass(time: Duration): Promise<void> {
    this.#day.pass(msOf(time) * 1_000)
  }

  async until(
    isSo: (nodes: readonly NodeState[]) => boolean,
    { within = WITHIN_MS }: { readonly within?: Duration } = {},
  ): Promise<boolean> {
    const deadline = this.#net.now + msOf(within) * 1_000
    while (!isSo(this.nodes.map(({ state }) => state))) {
      if (this.#net.now >= deadline || this.#net.finding !== undefined) return false
      this.#day.pass(Math.min(LOOK_US, deadline - this.#net.now))
    }
    return true
  }

  async judge(): Promise<Judged> {
    this.#demandOpen()
    this.#isClosed = true
    this.#day.becomeCalm()
    const finals = this.#day.finals()
    this.#day.close()
    const { checks, detail, verdict } = this.#day.judge(finals)
    this.#guard[Symbol.dispose]()
    return { verdict, detail, checks }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#guard[Symbol.dispose]()
  }

  get #stage(): Stage {
    return this.#day.stage
  }

  get #net(): Stage["net"] {
    return this.#day.stage.net
  }

  get #names(): readonly string[] {
    return this.#stage.cast.parties.map(({ name }) => name)
  }

  #demandOpen(): void {
    if (this.#isClosed) throw new Error("the office is closed")
  }

  /** Now. Returns its name. */
  #plan(words: Pick<TimelineFault, "fault" | "forUs">): string {
    this.#demandOpen()
    const id = `test-${++this.#faults}`
    this.#net.plan({ id, atUs: this.#net.now, ...words })
    this.#net.run(0)
    return id
  }

  #receiptOf(id: string): Receipt {
    const done = this.#net.receipts.find((each) => each.id === id)
    if (done === undefined) throw new Error(`${id} has no receipt`)
    return done.receipt
  }

  #handleOf(name: string): NodeHandle {
    const known = this.#nodes.get(name)
    if (known !== undefined) return known
    const act = async (kind: "fire" | "layoff" | "pause" | "resume" | "hire", disk: Disk = "kept"): Promise<Receipt> => {
      const { state } = this.#stateOf(name)
      const can = {
        fire: state !== "down",
        layoff: state !== "down",
        pause: state === "up",
        resume: state === "paused",
        hire: state === "down",
      }
      if (!can[kind]) throw new Error(`${name} is ${state}: nobody can ${kind} it`)
      const id = this.#plan({ fault: kind === "hire" ? { kind, node: name, disk } : { kind, node: name } })
      return this.#receiptOf(id)
    }
    const stateOf = () => this.#stateOf(name)
    const handle: NodeHandle = {
      name,
      get state() {
        return stateOf()
      },
      fire: () => act("fire"),
      layoff: () => act("layoff"),
      hire: ({ disk } = {}) => act("hire", disk),
      pause: () => act("pause"),
      resume: () => act("resume"),
      pay: async (to, amount) => {
        // Among processes the node's own codec refuses what is no amount; here nothing is encoded.
        if (!Number.isSafeInteger(amount) || amount < 1)
          throw new Error(`${name} does not pay ${to}: ${amount} is no whole number of coins from 1`)
        const { key } = this.#stage.cast.party(fullName(to, this.#names))
        const answer = ask(this.#net, name, { kind: "transfer", to: key, amount })
        if (answer?.kind !== "promised") throw new Error(`${name} does not pay ${to}: ${JSON.stringify(answer ?? "no answer")}`)
      },
      slow: (factor, options) => this.begin({ kind: "slow", node: name, factor }, options),
    }
    this.#nodes.set(name, handle)
    return handle
  }

  #stateOf(name: string): NodeState {
    const view = this.#stage.view.nodes.find((node) => node.name === name)
    const { head, height, peers } = this.#stage.chronicle.standingOf(name)
    return { name, honest: view?.honest ?? true, state: view?.state ?? "down", head, height, peers: peers.size }
  }
}
