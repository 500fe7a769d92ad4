/** A client for NATS JetStream: registers with compare-and-set, and sets, in a key-value bucket of the run's own. Its libraries are loaded only here. */

import type { KV } from "@nats-io/kv"
import type { Value } from "@watercooler/judge/histories"
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"

export interface NatsOptions {
  /** `host:port`; each worker keeps to one of them. */
  readonly servers: readonly string[]
  readonly replicas: number
  readonly timeoutMs: number
  /** Of the bucket: letters, digits and dashes. */
  readonly bucket: string
}

/** The key has been written since: JetStream's error for a sequence that is not the expected one. */
const WRONG_SEQUENCE = 10_071

export function natsClients({ servers, replicas, timeoutMs, bucket }: NatsOptions): OpenClient {
  return async (worker): Promise<Client> => {
    const { connect } = await import("@nats-io/transport-node")
    const { jetstream } = await import("@nats-io/jetstream")
    const { Kvm } = await import("@nats-io/kv")
    // Nobody is to ask again unseen: what became of a request must be known here.
    const connection = await connect({
      servers: servers[worker % servers.length] as string,
      timeout: timeoutMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      waitOnFirstConnect: true,
    })
    const manager = new Kvm(jetstream(connection, { timeout: timeoutMs }))
    // Answers of whoever is asked may be stale; those of the leader are not.
    const kv = await manager.create(bucket, { replicas, history: 1, allow_direct: false })
    return {
      invoke: (asked) => act(kv, asked).catch((error: unknown) => afterFailure(error, asked.f === "read")),
      close: () => connection.close(),
    }
  }
}

async function act(kv: KV, { f, key, value }: Asked): Promise<Completion> {
  const name = nameOf(key ?? null)
  switch (f) {
    case "read": {
      if (key === undefined) return { type: "ok", value: await members(kv) }
      const entry = await kv.get(name)
      return { type: "ok", value: entry === null ? null : entry.json<Value>() }
    }
    case "write":
      await kv.put(name, JSON.stringify(value))
      return { type: "ok" }
    case "add":
      await kv.put(`set.${nameOf(value)}`, "1")
      return { type: "ok" }
    case "cas": {
      const [from, to] = value as readonly [Value, Value]
      const entry = await kv.get(name)
      if (entry === null || JSON.stringify(entry.json()) !== JSON.stringify(from)) return { type: "fail", error: "another value" }
      return update(kv, name, JSON.stringify(to), entry.revision)
    }
    default:
      return { type: "fail", error: `this client does not ${f}` }
  }
}

async function update(kv: KV, name: string, text: string, revision: number): Promise<Completion> {
  try {
    await kv.update(name, text, revision)
    return { type: "ok" }
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === WRONG_SEQUENCE) return { type: "fail", error: "written meanwhile" }
    throw error
  }
}

async function members(kv: KV): Promise<readonly Value[]> {
  const all: Value[] = []
  for await (const name of await kv.keys("set.>")) all.push(valueNamed(name.slice("set.".length)))
  return all
}

/** Keys may hold few characters; any JSON in hex is made of them. */
const nameOf = (value: Value): string => Buffer.from(JSON.stringify(value)).toString("hex")
const valueNamed = (name: string): Value => JSON.parse(Buffer.from(name, "hex").toString("utf8"))
