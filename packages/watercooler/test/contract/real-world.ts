/** The real world: each puppet a process, with real HTTP between them and a real disk. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { loadConfig, type NodeConfig } from "@watercooler/host"
import type { Note } from "@watercooler/kernel"
import type { Answer, Order } from "./puppet.ts"
import { type Disk, TIMEOUT_MS, type World } from "./world.ts"

const entry = new URL("./process.ts", import.meta.url)
const PATIENCE_MS = 10_000

interface Employee {
  child: ChildProcess | undefined
  url: string
  readonly notes: Note[]
}

export class RealWorld implements World {
  readonly name = "real processes"
  readonly #folder = mkdtempSync(join(tmpdir(), "watercooler-contract-"))
  readonly #staff = new Map<string, Employee>()
  #wake: () => void = () => undefined

  async hire(name: string, disk: Disk = "kept"): Promise<void> {
    const employee: Employee = this.#staff.get(name) ?? { child: undefined, url: "", notes: [] }
    this.#staff.set(name, employee)
    if (disk === "wiped") rmSync(join(this.#folder, name, "storage"), { recursive: true, force: true })
    const child = fork(entry, [JSON.stringify(this.#config(name, disk, employee.url))], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    })
    employee.child = child
    const ready = new Promise<string>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`${name} ended with ${code} before it was ready`)))
      child.on("message", (message: { readonly url: string } | { readonly fact: Note }) => {
        if ("url" in message) return resolve(message.url)
        employee.notes.push(message.fact)
        this.#wake()
      })
    })
    employee.url = await ready
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
    }
  }
}
