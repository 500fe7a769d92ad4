/** A test's office of real processes. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Fault } from "@watercooler/boss/faults"
import type { JournalEvent, Receipt } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import { becomeCalm } from "../office/calm.ts"
import { closeOffice } from "../office/close.ts"
import type { Employee } from "../office/employee.ts"
import type { Office } from "../office/office.ts"
import { openOffice } from "../office/open.ts"
import { becomeReady } from "../office/ready.ts"
import { endDay, takeOrders } from "../office/run.ts"
import { beginStorm } from "../office/storm.ts"
import { postTransfer } from "../office/transfer.ts"
import type { ScenarioPlan } from "../scenario/index.ts"
import { cutWords, fullName, lastingFault, slowWords } from "./faults.ts"
import type { CutOptions, Duration, FaultHandle, Judged, LastingOptions, NodeHandle, NodeState, SlowOptions, TestOffice } from "./handle.ts"
import { msOf } from "./options.ts"

const BY = "test"
const WITHIN_MS = 10_000
const DIFFICULTY_BITS = 10

export async function openRealOffice(plan: ScenarioPlan, dir: string | undefined): Promise<TestOffice> {
  const kept = dir ?? join(mkdtempSync(join(tmpdir(), "watercooler-test-")), "run")
  const count = (isShit: boolean) => plan.nodes.filter(({ kind }) => (kind === "shit") === isShit).length
  const options: OfficeOptions = {
    bigloads: count(false),
    shits: count(true),
    kind: "bigload",
    misdeeds: undefined,
    // Among processes the tracker is a part of Sauron.
    sauron: plan.tracker,
    boss: plan.boss !== undefined,
    newcomers: 0,
    auto: true,
    checks: true,
    durationMs: undefined,
    seed: plan.seed,
    dir: kept,
    port: undefined,
    sauronPort: undefined,
    difficultyBits: plan.network.difficultyBits ?? DIFFICULTY_BITS,
    scenario: plan,
  }
  const { hired, office } = await openOffice(options)
  const real = new RealOffice(office, plan, dir === undefined ? kept : undefined)
  try {
    await Promise.all([takeOrders(office), becomeReady(office, hired)])
    beginStorm(office)
    return real
  } catch (error) {
    await real[Symbol.asyncDispose]()
    throw error
  }
}

class RealOffice implements TestOffice {
  readonly world = "real"
  readonly seed: string
  readonly dir: string
  readonly events: JournalEvent[] = []
  readonly #office: Office
  /** To be removed at the end. */
  readonly #temporary: string | undefined
  readonly #nodes = new Map<Employee, NodeHandle>()
  #closing: Promise<void> | undefined

  constructor(office: Office, { seed }: ScenarioPlan, temporary: string | undefined) {
    this.#office = office
    this.#temporary = temporary
    this.seed = seed
    this.dir = office.parts.folder.dir
    office.parts.recorder.listen((event) => void this.events.push(event))
    office.parts.heard((event) => void this.events.push(event))
  }

  get nodes(): readonly NodeHandle[] {
    return this.#office.parts.employees.map((employee) => this.#handleOf(employee))
  }

  node(name: string): NodeHandle {
    const employees = this.#office.parts.employees
    const full = fullName(
      name,
      employees.map((employee) => employee.name),
    )
    return this.#handleOf(employees.find((employee) => employee.name === full) as Employee)
  }

  cut(from: readonly string[], to?: readonly string[], options: CutOptions = {}): Promise<FaultHandle> {
    return this.begin(cutWords(from, to, options, this) as never, options)
  }

  slow(from: readonly string[], to: readonly string[], options: SlowOptions): Promise<FaultHandle> {
    return this.begin(slowWords(from, to, options) as never, options)
  }

  async begin(fault: Parameters<TestOffice["begin"]>[0], options: LastingOptions = {}): Promise<FaultHandle> {
    const names = this.#office.parts.employees.map(({ name }) => name)
    const forMs = options.for === undefined ? undefined : msOf(options.for)
    const started = await this.#office.start(lastingFault(fault, names), BY, { forMs })
    if (!started.done) throw new Error(started.because)
    const { id, over } = started
    const heal = (): Promise<Receipt> => {
      this.#office.desk.end(id)
      return over
    }
    return { id, heal, [Symbol.asyncDispose]: async () => void (await heal()) }
  }

  heal(): Promise<void> {
    return this.#office.desk.endAll()
  }

  async pass(time: Duration): Promise<void> {
    await this.#office.until(() => false, msOf(time))
  }

  until(isSo: (nodes: readonly NodeState[]) => boolean, { within = WITHIN_MS }: { readonly within?: Duration } = {}): Promise<boolean> {
    return this.#office.until(() => isSo(this.nodes.map(({ state }) => state)), msOf(within))
  }

  async judge(): Promise<Judged> {
    if (this.#office.phase === "closed") throw new Error("the office is closed")
    await becomeCalm(this.#office)
    const { checks, detail, verdict } = await endDay(this.#office)
    await this[Symbol.asyncDispose]()
    return { verdict: verdict === "none" ? "inconclusive" : verdict, detail, checks }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= closeOffice(this.#office).finally(() => {
      if (this.#temporary !== undefined) rmSync(join(this.#temporary, ".."), { recursive: true, force: true })
    })
    await this.#closing
  }

  #handleOf(employee: Employee): NodeHandle {
    const known = this.#nodes.get(employee)
    if (known !== undefined) return known
    const { name } = employee
    const act = async (fault: Fault): Promise<Receipt> => {
      const outcome = await this.#office.carryOut(fault, BY)
      if (!outcome.done) throw new Error(outcome.because)
      return outcome.receipt
    }
    const handle: NodeHandle = {
      name,
      get state() {
        return stateOf(employee)
      },
      fire: () => act({ kind: "fire", node: name }),
      layoff: () => act({ kind: "layoff", node: name }),
      hire: ({ disk = "kept" } = {}) => act({ kind: "hire", node: name, disk }),
      pause: () => act({ kind: "pause", node: name }),
      resume: () => act({ kind: "resume", node: name }),
      pay: (to, amount) => this.#pay(employee, to, amount),
      slow: (factor, options) => this.begin({ kind: "slow", node: name, factor }, options),
    }
    this.#nodes.set(employee, handle)
    return handle
  }

  async #pay({ name, party }: Employee, to: string, amount: number): Promise<void> {
    const payee = this.#office.find(this.node(to).name)?.party.key ?? ""
    const { body, status } = await postTransfer(party.endpoint, payee, amount)
    if (status !== 202) throw new Error(`${name} does not pay ${to}: ${JSON.stringify(body)}`)
  }
}

function stateOf({ name, party, standing }: Employee): NodeState {
  const { head, height, peers, state } = standing
  return { name, honest: party.honest, state, head, height, peers: peers.size }
}
