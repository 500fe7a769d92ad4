/** One position in the office, across all the processes that fill it: a node that is fired and hired back is the same employee. */
import { mkdirSync, rmSync } from "node:fs"
import type { Disk } from "@watercooler/boss/faults"
import type { FromNode, Suffering } from "@watercooler/host"
import type { NoteEvent, Party, Receipt } from "@watercooler/kernel"
import type { NodeFolder } from "./folder.ts"
import { lastWords } from "./last-words.ts"
import type { Begun } from "./lasting.ts"
import { Ordeal } from "./ordeal.ts"
import type { Post } from "./post.ts"
import type { Recorder } from "./recorder.ts"
import { Rewiring } from "./rewiring.ts"
import type { Running } from "./spawn.ts"
import { Standing } from "./standing.ts"
import { bytesIn, connectionsTo } from "./touched.ts"
import type { Warden } from "./warden.ts"

/** What a fault touched, or why it did nothing. */
export type Outcome =
  | {
      readonly done: true
      readonly receipt: Receipt
    }
  | { readonly done: false; readonly because: string }

export interface Surroundings {
  readonly warden: Warden
  readonly recorder: Recorder
  /** Somebody has noted something; its own journal has it already. */
  readonly noted: (event: NoteEvent) => void
  /** Something about somebody has changed. */
  readonly changed: () => void
  /** Where the switchboard is now; empty while there is none. */
  readonly board: () => string
}

/** How long a node may take from its start to `ready`, on a machine that starts fifty of them. */
const readyMsMax = 60_000
/** After this, whoever looks on is told what is waited for. */
const overdueMs = 5_000
/** How long a node may take to say that it has done what it was told. Who is paused cannot say so. */
const answerMsMax = 2_000
/** How long a node that is laid off may take to say goodbye. */
const goodbyeMsMax = 8_000

export class Employee {
  readonly party: Party
  readonly folder: NodeFolder
  readonly standing: Standing
  readonly #post: Post
  readonly #around: Surroundings
  #running: Running | undefined
  #heardReady: ((failure?: string) => void) | undefined
  #waitingSinceMs: number | undefined
  /** Set while somebody ends the process on purpose. */
  #asked = false
  #turn: Promise<unknown> = Promise.resolve()
  readonly #sufferings = new Map<string, Ordeal>()
  /** Those that are about to be over: what they have touched is still to be heard. */
  readonly #relieved = new Map<string, Ordeal>()
  readonly #rewiring = new Rewiring()

  constructor(party: Party, folder: NodeFolder, post: Post, around: Surroundings) {
    this.party = party
    this.folder = folder
    this.#post = post
    this.#around = around
    this.standing = new Standing(post.settlesAtOnce)
  }

  get name(): string {
    return this.party.name
  }

  get pid(): number | undefined {
    return this.#running?.id.pid
  }

  get running(): Running | undefined {
    return this.#running
  }

  /** What is waited for before it is ready, once that takes long. */
  get overdue(): string | undefined {
    if (this.#waitingSinceMs === undefined || performance.now() - this.#waitingSinceMs < overdueMs) return undefined
    return this.#unready("yet")
  }

  hire(disk: Disk): Promise<Outcome> {
    return this.#inTurn(() => this.#hire(disk))
  }

  /** SIGKILL: nothing is flushed, nobody is told. */
  fire(): Promise<Outcome> {
    return this.#inTurn((running) => this.#end(running, "fired", "SIGKILL"))
  }

  /** SIGTERM: it says goodbye; and SIGKILL for who does not. */
  layoff(): Promise<Outcome> {
    return this.#inTurn((running) => this.#end(running, "laid-off", this.#post.goodbye))
  }

  /** Leaves, and comes back to the same folder and ports as whatever its position has become meanwhile. */
  replace(become: () => void): Promise<Outcome> {
    return this.#inTurn(async (running) => {
      const left = await this.#end(running, "laid-off", this.#post.goodbye)
      if (!left.done) return left
      become()
      const back = await this.#hire("kept")
      return back.done ? left : back
    })
  }

  pause(): Promise<Outcome> {
    return this.#inTurn(async (running) => {
      if (this.standing.state === "paused") return no(`${this.name} is paused already`)
      if (running === undefined) return no(`${this.name} is not at work`)
      return this.#signalled(running, "SIGSTOP", "paused")
    })
  }

  resume(): Promise<Outcome> {
    return this.#inTurn(async (running) => {
      if (running === undefined || this.standing.state !== "paused") return no(`${this.name} is not paused`)
      return this.#signalled(running, "SIGCONT", "resumed")
    })
  }

  /** Tells the node to do what it would do by itself. False when nobody is there to hear it. */
  timer(name: string): boolean {
    if (this.#running === undefined) return false
    this.#running.say({ do: "timer", name })
    return true
  }

  /** Goes through the switchboard from now on. Resolves with whether nothing of it goes past that any more; who is paused cannot say so, and is not waited for. */
  async rewire(board: string): Promise<boolean> {
    const running = this.#running
    if (running === undefined) return true
    const over = this.#rewiring.over(running, board)
    return this.standing.state === "paused" ? false : over
  }

  expectSwitchboard(): void {
    this.#running?.say({ do: "expect-switchboard" })
  }

  /** Its clock or its disk is not as it should be, in this process and in those that follow, until that is over. */
  suffer(id: string, what: Suffering): Begun {
    if (!this.#post.suffers) return no(`${this.name} is a program of somebody else: its clock and its disk are out of reach`)
    const ordeal = new Ordeal(what)
    this.#sufferings.set(id, ordeal)
    this.#running?.say({ do: "suffer", id, what })
    return { done: true, underWay: { over: ordeal.over, end: () => this.#relieve(id, ordeal) } }
  }

  #relieve(id: string, ordeal: Ordeal): void {
    this.#sufferings.delete(id)
    if (this.#running === undefined || this.standing.state === "paused") {
      this.#running?.say({ do: "relieve", id })
      return ordeal.end()
    }
    this.#relieved.set(id, ordeal)
    this.#running.say({ do: "relieve", id })
    setTimeout(() => this.#endOrdeal(id), answerMsMax).unref()
  }

  #endOrdeal(id: string): void {
    this.#relieved.get(id)?.end()
    this.#relieved.delete(id)
  }

  /** One act at a time: the Boss and an operator may want the same node at the same moment. */
  #inTurn(act: (running: Running | undefined) => Promise<Outcome>): Promise<Outcome> {
    const outcome = this.#turn.then(() => act(this.#running))
    this.#turn = outcome.catch(() => undefined)
    return outcome
  }

  async #hire(disk: Disk): Promise<Outcome> {
    if (this.#running !== undefined) return no(`${this.name} is at work already`)
    const wiped = disk === "wiped" ? bytesIn(this.folder.storage) : 0
    if (disk === "wiped") rmSync(this.folder.storage, { recursive: true, force: true })
    mkdirSync(this.folder.storage, { recursive: true })
    const ready = this.#awaitReady()
    const torments = [...this.#sufferings].map(([id, { what }]) => ({ id, what }))
    const { running, damage } = this.#post.start({ disk, torments, heard: (message) => this.#heard(message) }, this.#around)
    const bytes = wiped + damage
    this.#running = running
    this.#asked = false
    this.standing.hired(disk)
    this.#record("hired", { disk })
    void running.ended.then(({ exitCode, signal }) => this.#ended(running, exitCode, signal))
    const failure = await ready
    if (failure !== undefined) return no(`${this.name} was hired and is not ready: ${failure}${lastWords(this.folder.output)}`)
    this.standing.ready()
    this.#record("ready")
    const lost = this.standing.damage
    const records = disk === "torn" || disk === "rotten" ? { records: lost.records } : {}
    return { done: true, receipt: { processes: 1, connections: 0, messages: 0, bytes: bytes + lost.bytes, ...records } }
  }

  #awaitReady(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => this.#heardReady?.(this.#unready(`for ${readyMsMax / 1_000} s`)), readyMsMax)
      this.#waitingSinceMs = performance.now()
      this.#heardReady = (failure) => {
        clearTimeout(timeout)
        this.#waitingSinceMs = undefined
        this.#heardReady = undefined
        resolve(failure)
      }
    })
  }

  #unready(sinceWhen: string): string {
    return this.#post.unready?.(sinceWhen) ?? `no word from it ${sinceWhen}`
  }

  #heard(message: FromNode): void {
    if (message.say === "ready") this.#heardReady?.()
    if (message.say === "failed") this.#heardReady?.(message.because)
    this.#rewiring.heard(message)
    if (message.say === "relieved") {
      this.#relieved.get(message.id)?.touched(message.receipt)
      this.#endOrdeal(message.id)
    }
    if (message.say === "note") {
      this.standing.noted(message.event.fact)
      this.#around.noted(message.event)
      this.#around.changed()
    }
  }

  #ended(running: Running, exitCode: number | undefined, signal: string | undefined): void {
    if (this.#running === running) this.#running = undefined
    // A write that failed has ended the node: that is what a full disk is for.
    const full = this.#asked ? [] : [...this.#sufferings.values()].filter(({ what }) => what.kind === "disk-full")
    for (const ordeal of full) ordeal.touched(oneWrite)
    this.standing.ended(this.#asked || full.length > 0)
    for (const id of [...this.#relieved.keys()]) this.#endOrdeal(id)
    const facts = { ...(exitCode === undefined ? {} : { exitCode }), ...(signal === undefined ? {} : { signal }) }
    this.#record("ended", this.#asked ? facts : { ...facts, unasked: true }, running)
    this.#heardReady?.(
      `it ended${exitCode === undefined ? "" : ` with exit code ${exitCode}`}${signal === undefined ? "" : ` by ${signal}`}`,
    )
  }

  async #end(running: Running | undefined, what: "fired" | "laid-off", signal: NodeJS.Signals): Promise<Outcome> {
    if (running === undefined) return no(`${this.name} is not at work`)
    const connections = connectionsTo(this.#post.port)
    this.#asked = true
    const heard = running.signal(signal)
    this.#record(what, {}, running)
    if (what === "laid-off") {
      running.signal("SIGCONT") // Whoever is paused cannot hear SIGTERM.
      const impatience = setTimeout(() => running.signal("SIGKILL"), goodbyeMsMax)
      await running.ended
      clearTimeout(impatience)
    }
    await running.ended
    return { done: true, receipt: { processes: heard ? 1 : 0, connections, messages: 0, bytes: 0 } }
  }

  #signalled(running: Running, signal: "SIGSTOP" | "SIGCONT", what: "paused" | "resumed"): Outcome {
    const heard = running.signal(signal)
    if (what === "paused") this.standing.paused()
    else this.standing.ready()
    this.#record(what, {}, running)
    return { done: true, receipt: { processes: heard ? 1 : 0, connections: connectionsTo(this.#post.port), messages: 0, bytes: 0 } }
  }

  #record(
    what: "hired" | "ready" | "fired" | "laid-off" | "paused" | "resumed" | "ended",
    facts: { readonly disk?: Disk; readonly exitCode?: number; readonly signal?: string; readonly unasked?: true } = {},
    running = this.#running,
  ): void {
    this.#around.recorder.record({ type: "process", what, subject: this.name, ...(running ? { pid: running.id.pid } : {}), ...facts })
    this.#around.changed()
  }
}

const oneWrite: Receipt = { processes: 1, connections: 0, messages: 0, bytes: 0, records: 1 }

function no(because: string): { readonly done: false; readonly because: string } {
  return { done: false, because }
}
