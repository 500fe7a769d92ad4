/** The nodes of a run: started, told who they are, killed, paused and started again, and heard. */
import { join } from "node:path"
import type { Warden } from "../office/warden.ts"
import type { Breach } from "./line.ts"
import type { Network } from "./network.ts"
import { type NodeProcess, type Program, startNode } from "./node.ts"
import { isClientId, type Message } from "./protocol.ts"
import { RpcClient } from "./rpc.ts"

/** A node that has not answered init by then never will. */
const initMs = 10_000

export interface ClusterEvents {
  breached(breach: Breach): void
  /** A node has sent this; the network does not have it yet. */
  said(node: string, message: Message): void
  /** For whoever looks on: `n1 is ready`. */
  happened(node: string, what: "started" | "ready" | "killed" | "paused" | "resumed" | "ended", pid: number): void
}

/** What a node writes to standard error. */
export function logOf(dir: string, node: string): string {
  return join(dir, "nodes", `${node}.log`)
}

export class Cluster implements AsyncDisposable {
  readonly nodes: readonly string[]
  readonly #program: Program
  readonly #dir: string
  readonly #network: Network
  readonly #warden: Warden
  readonly #events: ClusterEvents
  readonly #running = new Map<string, NodeProcess>()
  /** Those whose end we asked for. */
  readonly #dismissed = new Set<NodeProcess>()
  readonly #harness: RpcClient

  constructor(nodes: readonly string[], program: Program, dir: string, network: Network, warden: Warden, events: ClusterEvents) {
    this.nodes = nodes
    this.#program = program
    this.#dir = dir
    this.#network = network
    this.#warden = warden
    this.#events = events
    this.#harness = new RpcClient("c0", network)
  }

  /** False if any of them did not come up; then it has been told why. */
  async start(): Promise<boolean> {
    const ready = await Promise.all(this.nodes.map((node) => this.#start(node)))
    return ready.every(Boolean)
  }

  /** Asks every node the same, at the same time; what a node does not answer is a breach. */
  async tellAll(body: (node: string) => { readonly type: string; readonly [key: string]: unknown }, expected: string): Promise<boolean> {
    const answers = await Promise.all(
      this.nodes.map(async (node) => {
        const reply = await this.#harness.call(node, body(node), initMs)
        const type = "body" in reply ? reply.body.type : undefined
        // Whoever has ended meanwhile has been told of already.
        if (type !== expected && this.#running.has(node))
          this.#breach(node, {
            saw:
              type === undefined ? `no answer to ${body(node).type} for ${initMs / 1000} s` : `${type} as the answer to ${body(node).type}`,
            expected: `${expected}, in_reply_to its msg_id`,
            instead: `see the node's log, ${this.#logOf(node)}`,
          })
        return type === expected
      }),
    )
    return answers.every(Boolean)
  }

  kill(node: string): void {
    const running = this.#running.get(node)
    if (running === undefined) return
    this.#dismiss(node, running)
    this.#events.happened(node, "killed", running.id.pid)
  }

  async restart(node: string): Promise<void> {
    if (!this.#running.has(node)) await this.#start(node)
  }

  pause(node: string): void {
    const running = this.#running.get(node)
    running?.signal("SIGSTOP")
    if (running !== undefined) this.#events.happened(node, "paused", running.id.pid)
  }

  resume(node: string): void {
    const running = this.#running.get(node)
    running?.signal("SIGCONT")
    if (running !== undefined) this.#events.happened(node, "resumed", running.id.pid)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#harness.close()
    const all = [...this.#running]
    for (const [node, running] of all) this.#dismiss(node, running)
    await Promise.all([...this.#dismissed].map(({ ended }) => ended))
  }

  async #start(node: string): Promise<boolean> {
    this.#network.hold(node)
    const running = startNode(this.#program, this.#logOf(node), this.#warden, {
      said: (message) => {
        // What is left in the pipe of somebody dead is sent, but not by who is alive.
        if (this.#running.get(node) === running) this.#events.said(node, message)
        this.#said(node, message)
      },
      breached: (breach) => this.#breach(node, breach),
    })
    this.#running.set(node, running)
    this.#network.join(node, (message) => running.deliver(message))
    this.#events.happened(node, "started", running.id.pid)
    const ended = running.ended.then((ending) => {
      if (this.#running.get(node) === running) this.#running.delete(node)
      if (this.#dismissed.delete(running)) return
      this.#network.leave(node)
      this.#events.happened(node, "ended", running.id.pid)
      const how = ending.signal === undefined ? `exit code ${ending.exitCode}` : ending.signal
      this.#breach(node, {
        saw: `it ended by itself, ${how}`,
        expected: "a node that runs until it is stopped",
        instead: `see its log, ${this.#logOf(node)}`,
      })
    })
    const reply = await Promise.race([this.#harness.call(node, { type: "init", node_id: node, node_ids: this.nodes }, initMs), ended])
    if (reply === undefined || this.#running.get(node) !== running) return false
    if (!("body" in reply) || reply.body.type !== "init_ok") {
      this.#breach(node, {
        saw:
          "body" in reply
            ? `${JSON.stringify(reply.body).slice(0, 200)} as the answer to init`
            : `no answer to init for ${initMs / 1000} s`,
        expected: '{"type": "init_ok", "in_reply_to": 1} to c0',
        instead: "answer init at once, and flush standard output after every message",
      })
      return false
    }
    this.#network.release(node)
    this.#events.happened(node, "ready", running.id.pid)
    return true
  }

  #dismiss(node: string, running: NodeProcess): void {
    this.#dismissed.add(running)
    this.#running.delete(node)
    this.#network.leave(node)
    running.signal("SIGKILL")
  }

  /** Another `src` than its own is let pass; a `dest` that is nobody is not, except for clients, who come and go. */
  #said(node: string, message: Message): void {
    const isKnown = this.#network.knows(message.dest) || isClientId(message.dest) || this.nodes.includes(message.dest)
    if (isKnown) return this.#network.send(message)
    this.#breach(node, {
      saw: `a message to ${JSON.stringify(message.dest)}: ${JSON.stringify(message.body).slice(0, 100)}`,
      expected: `one of ${this.nodes.join(", ")}, the client that asked, or lin-kv, seq-kv, lww-kv, lin-tso`,
      instead: 'reply to the "src" of the message that you answer',
    })
  }

  #breach(node: string, breach: Omit<Breach, "node">): void {
    this.#events.breached({ node, ...breach })
  }

  #logOf(node: string): string {
    return logOf(this.#dir, node)
  }
}
