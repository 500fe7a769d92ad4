/** Clients of Maelstrom's nodes: an operation becomes a request to one node, and its reply what became of it. */
import type { Client } from "../histories/client.ts"
import type { Network } from "./network.ts"
import { meaningOf, RpcClient } from "./rpc.ts"
import { Malformed, type Workload } from "./workloads/workload.ts"

export interface ClientOptions {
  readonly workload: Workload
  readonly network: Network
  readonly timeoutMs: number
  /** Somebody answered in words that the workload does not know. */
  malformed(node: string, words: string): void
}

/** `node` is the one it always talks to. */
export function openClient(id: string, node: string, { workload, network, timeoutMs, malformed }: ClientOptions): Client {
  const rpc = new RpcClient(id, network)
  const dialogue = workload.dialogue()
  return {
    async invoke(operation) {
      const unknown = (error: string) => ({ type: workload.harmless.has(operation.f) ? ("fail" as const) : ("info" as const), error })
      const reply = await rpc.call(node, dialogue.request(operation), timeoutMs)
      if ("timedOut" in reply) return unknown("net-timeout")
      try {
        return dialogue.completion(operation, reply.body)
      } catch (error) {
        if (!(error instanceof Malformed)) throw error
        if (reply.body.type === "error") {
          const { words, isDefinite } = meaningOf(reply.body)
          return isDefinite ? { type: "fail", error: words } : unknown(words)
        }
        malformed(node, `${error.message}: ${JSON.stringify(reply.body).slice(0, 200)}`)
        return unknown("malformed-reply")
      }
    },
    async close() {
      rpc.close()
    },
  }
}
