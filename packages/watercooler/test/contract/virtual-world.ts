/** The virtual world: all puppets in this thread, and time that passes only when it is told to. */

import type { LinkFault, NodeFault } from "@watercooler/boss/faults"
import { NodeCrypto } from "@watercooler/host"
import type { Note, Receipt } from "@watercooler/kernel"
import { describeFinding, Simulation } from "@watercooler/simulator"
import { type Answer, jobs, type Order, Puppet, puppet, type Request } from "./puppet.ts"
import { type Disk, TIMEOUT_MS, type World } from "./world.ts"

const PATIENCE_US = 60_000_000
const LOOK_US = 1_000
const MS = 1_000

export class VirtualWorld implements World {
  readonly name = "the simulator"
  readonly #notes = new Map<string, Note[]>()
  #faults = 0
  readonly #net = new Simulation<Request, Answer>({
    seed: "contract",
    crypto: new NodeCrypto(),
    timeoutUs: TIMEOUT_MS * MS,
    links: { otherwise: { latencyUs: 500, latencyUsJitter: 200 } },
    work: ({ order }) => ({ afterUs: Number(order) * MS }),
    sink: (event) => {
      if (event.type === "note") this.#notesOf(event.node).push(event.fact)
    },
  })

  async hire(name: string, disk: Disk = "kept"): Promise<void> {
    if (this.#net.nodes.some((node) => node.name === name)) this.#net.hireBack(name, disk)
    else this.#net.hire({ name, endpoint: this.endpoint(name), create: () => new Puppet(), codec: puppet.http, jobs })
    this.#net.run(LOOK_US)
  }

  async fire(name: string): Promise<void> {
    this.#net.fire(name)
  }

  async layOff(name: string): Promise<void> {
    this.#net.layOff(name)
    await this.until(`${name} is gone`, () => this.#net.nodes.some((node) => node.name === name && node.state === "away"))
  }

  endpoint(name: string): string {
    return `http://${name}:80`
  }

  async order(name: string, ...orders: readonly Order[]): Promise<Answer> {
    let answer: Answer | undefined
    this.#net.request(name, { kind: "do", orders }, (heard) => {
      answer = heard
    })
    await this.until(`${name} answers`, () => answer !== undefined)
    return answer as unknown as Answer
  }

  isUp(name: string): boolean {
    return this.#net.nodes.some((node) => node.name === name && node.state === "up")
  }

  async begin(fault: LinkFault | NodeFault): Promise<() => Promise<Receipt>> {
    const id = `fault-${++this.#faults}`
    this.#net.plan({ id, atUs: this.#net.now, fault })
    this.#net.run(0)
    return async () => {
      this.#net.heal(id)
      const { receipt } = this.#net.receipts.find((each) => each.id === id) ?? {}
      if (receipt === undefined) throw new Error(`${id} has no receipt`)
      return receipt
    }
  }

  notes(name: string): readonly Note[] {
    return this.#notesOf(name)
  }

  async until(what: string, isTrue: () => boolean): Promise<void> {
    for (let waited = 0; !isTrue(); waited += LOOK_US) {
      if (waited > PATIENCE_US) throw new Error(`${what}: not within ${PATIENCE_US / 1e6} s of virtual time`)
      this.#net.run(LOOK_US)
      if (this.#net.finding !== undefined) throw new Error(`${what}: ${describeFinding(this.#net.finding)}`)
    }
  }

  async pass(ms: number): Promise<void> {
    this.#net.run(ms * MS)
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #notesOf(name: string): Note[] {
    const known = this.#notes.get(name) ?? []
    this.#notes.set(name, known)
    return known
  }
}
