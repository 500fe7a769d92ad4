/** The real world: each puppet a process, with real HTTP between them and a real disk. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { isLinkFault, type LinkFault, type NodeFault } from "@watercooler/boss/faults"
import { Switchboard } from "@watercooler/boss/switchboard"
import { loadConfig, type NodeConfig, type ToNode } from "@watercooler/host"
import type { Note, Receipt } from "@watercooler/kernel"
import type { Answer, Order } from "./puppet.ts"
import { type Disk, TIMEOUT_MS, type World } from "./world.ts"

const entry = new URL("./process.ts", import.meta.url)
const PATIENCE_MS = 10_000

interface Employee {
  child: ChildProcess | undefined
  url: string
  readonly notes: Note[]
  /** Hears what was touched by what it no longer suffers. */
  relieved: (receipt: Receipt) => void
}

interface Board {
  readonly switchboard: Switchboard
  readonly place: string
}

const NOTHING: Receipt = { processes: 0, connections: 0, messages: 0, bytes: 0 }
const SECRET = "a secret of the contract"

export class RealWorld implements World {
  readonly name = "real processes"
  readonly #folder = mkdtempSync(join(tmpdir(), "watercooler-contract-"))
  readonly #staff = new Map<string, Employee>()
  readonly #over = new Map<string, (receipt: Receipt) => void>()
  #board: Board | undefined
  #faults = 0
  #wake: () => void = () => undefined

  async hire(name: string, disk: Disk = "kept"): Promise<void> {
    const employee: Employee = this.#staff.get(name) ?? { child: undefined, url: "", notes: [], relieved: () => undefined }
    this.#staff.set(name, employee)
    if (disk === "wiped") rmSync(join(this.#folder, name, "storage"), { recursive: true, force: true })
    const child = fork(entry, [JSON.stringify(this.#config(name, disk, employee.url))], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    })
    employee.child = child
    const ready = new Promise<string>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`${name} ended with ${code} before it was ready`)))
      child.on("message", (message: { readonly url: string } | { readonly fact: Note } | { readonly receipt: Receipt | null }) => {
        if ("url" in message) return resolve(message.url)
        if ("receipt" in message) return employee.relieved(message.receipt ?? NOTHING)
        employee.notes.push(message.fact)
        this.#wake()
      })
    })
    employee.url = await ready
    if (this.#board !== undefined) this.#wire(name, employee, this.#board)
  }

  isUp(name: string): boolean {
    const { child } = this.#employee(name)
    return child !== undefined && child.exitCode === null && child.signalCode === null
  }

  async begin(fault: LinkFault | Exclude<NodeFault, { readonly kind: "slow" }>): Promise<() => Promise<Receipt>> {
    const id = `fault-${++this.#faults}`
    if (!isLinkFault(fault)) {
      const { node, ...what } = fault
      const employee = this.#employee(node)
      const tell = (order: ToNode): boolean => employee.child?.connected === true && employee.child.send(order)
      tell({ do: "suffer", id, what })
      return () =>
        new Promise((resolve) => {
          employee.relieved = resolve
          if (!this.isUp(node) || !tell({ do: "relieve", id })) resolve(NOTHING)
        })
    }
    const { switchboard } = await this.#openBoard()
    const over = new Promise<Receipt>((resolve) => this.#over.set(id, resolve))
    switchboard.begin(id, fault, fault.kind !== "reset")
    return () => {
      switchboard.end(id)
      return over
    }
  }

  async #openBoard() {
    if (this.#board !== undefined) return this.#board
    const config = { host: "127.0.0.1", port: 0, seed: "contract", links: { otherwise: {} }, routes: [], parties: [], runStartedNs: "" }
    const switchboard = new Switchboard(config, ({ id, receipt }) => this.#over.get(id)?.(receipt))
    const { host, port } = await switchboard.listen()
    this.#board = { switchboard, place: `${host}:${port}` }
    for (const [name, employee] of this.#staff) this.#wire(name, employee, this.#board)
    return this.#board
  }

  #wire(name: string, { child, url }: Employee, { place, switchboard }: Board): void {
    const { hostname, port } = new URL(url)
    switchboard.register({ name, host: hostname, port: Number(port), secret: SECRET, hears: true })
    child?.send({ do: "switch", board: place } satisfies ToNode)
  }

  async fire(name: string): Promise<void> {
    await this.#ended(name, (child) => void child.kill("SIGKILL"))
  }

  async layOff(name: string): Promise<void> {
    await this.#ended(name, (child) => void child.send("leave"))
  }

  endpoint(name: string): string {
    return this.#employee(name).url
  }

  async order(name: string, ...orders: readonly Order[]): Promise<Answer> {
    const body = JSON.stringify({ kind: "do", orders })
    const response = await fetch(`${this.endpoint(name)}/puppet`, { method: "POST", body, headers: { "content-type": "application/json" } })
    return (await response.json()) as Answer
  }

  notes(name: string): readonly Note[] {
    return this.#employee(name).notes
  }

  async until(what: string, isTrue: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (!isTrue()) {
      if (performance.now() > deadline) throw new Error(`${what}: not within ${PATIENCE_MS / 1_000} s`)
      await Promise.race([sleep(200), new Promise<void>((resolve) => (this.#wake = resolve))])
    }
  }

  async pass(ms: number): Promise<void> {
    await sleep(ms)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#staff.keys()].map((name) => this.fire(name)))
    await this.#board?.switchboard.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #ended(name: string, tell: (child: ChildProcess) => void): Promise<void> {
    const employee = this.#employee(name)
    const { child } = employee
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, "close")
    tell(child)
    await gone
    employee.child = undefined
  }

  #employee(name: string): Employee {
    const employee = this.#staff.get(name)
    if (employee === undefined) throw new Error(`nobody is called ${name}`)
    return employee
  }

  #config(name: string, disk: Disk, url: string): NodeConfig {
    const place = (folder: string): string => join(this.#folder, name, folder)
    return {
      ...loadConfig([], {}),
      name,
      port: url === "" ? 0 : Number(new URL(url).port),
      storageDir: place("storage"),
      logDir: place("logs"),
      logLevel: "silent",
      disk: disk === "wiped" ? "kept" : disk,
      peerTimeoutMs: TIMEOUT_MS,
      linkSecret: SECRET,
    }
  }
}
