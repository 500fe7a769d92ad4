/**
 * A client for NATS JetStream: registers with compare-and-set, and sets, in a key-value bucket of the run's own. Its libraries are loaded only here.
 *
 * No read of JetStream asks more than one server. Keys are listed by a consumer, which reads from whichever replica it was put on, however far that lags behind;
 * and a leader that has been cut off answers for seconds before it knows that it leads no more. What most servers have confirmed is writes alone. So a read
 * here begins with one: it writes a mark, and is answered by a replica that has come as far as the mark, and so has everything before it. To write a register
 * again as it was found, if nobody has written meanwhile, would be shorter; but servers before 2.9.21 accept two of such writes at once (nats-server issue 4320).
 */
import { setTimeout as sleep } from "node:timers/promises"
import type { JetStreamManager } from "@nats-io/jetstream"
import type { KV } from "@nats-io/kv"
import type { Value } from "@watercooler/judge/histories"
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"

export interface NatsOptions {
  /** `host:port`; each worker keeps to one of them. */
  readonly servers: readonly string[]
  readonly replicas: number
  /** Reads are what the library's own are: they may be stale. */
  readonly serializable: boolean
  readonly timeoutMs: number
  /** Of the bucket: letters, digits and dashes. */
  readonly bucket: string
}

/** The key has been written since: JetStream's error for a sequence that is not the expected one. */
const WRONG_SEQUENCE = 10_071
/** A key that holds nothing: where it has come to, everything before it has. */
const MARK = "mark"
/** A replica that lags behind is asked again so soon. */
const AGAIN_MS = 20
const BEHIND = "whoever answers lags behind"

interface Bucket {
  readonly kv: KV
  readonly manager: JetStreamManager
  readonly name: string
  readonly serializable: boolean
  readonly timeoutMs: number
}

export function natsClients({ servers, replicas, serializable, timeoutMs, bucket: name }: NatsOptions): OpenClient {
  return async (worker): Promise<Client> => {
    const { connect } = await import("@nats-io/transport-node")
    const { jetstream, jetstreamManager } = await import("@nats-io/jetstream")
    const { Kvm } = await import("@nats-io/kv")
    // Nobody is to ask again unseen: what became of a request must be known here.
    const connection = await connect({
      servers: servers[worker % servers.length] as string,
      timeout: timeoutMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      waitOnFirstConnect: true,
    })
    const openBucket = async (): Promise<Bucket> => {
      const kvs = new Kvm(jetstream(connection, { timeout: timeoutMs }))
      const kv = await kvs.create(name, { replicas, history: 1, allow_direct: serializable })
      return { kv, manager: await jetstreamManager(connection, { timeout: timeoutMs }), name, serializable, timeoutMs }
    }
    const bucket = await openBucket().catch(async (error: unknown) => {
      await connection.close()
      throw error
    })
    return {
      invoke: (asked) => act(bucket, asked).catch((error: unknown) => failed(error, asked.f === "read")),
      close: () => connection.close(),
    }
  }
}

async function act(bucket: Bucket, { f, key, value }: Asked): Promise<Completion> {
  const { kv } = bucket
  const name = nameOf(key ?? null)
  switch (f) {
    case "read":
      if (key === undefined) return { type: "ok", value: await (bucket.serializable ? listed(kv) : members(bucket)) }
      return { type: "ok", value: await (bucket.serializable ? stored(kv, name) : latest(bucket, name)) }
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
      const isDone = await update(kv, name, JSON.stringify(to), entry.revision)
      return isDone ? { type: "ok" } : { type: "fail", error: "written meanwhile" }
    }
    default:
      return { type: "fail", error: `this client does not ${f}` }
  }
}

/** False if it has been written since. */
async function update(kv: KV, name: string, text: string, revision: number): Promise<boolean> {
  try {
    await kv.update(name, text, revision)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === WRONG_SEQUENCE) return false
    throw error
  }
}

async function stored(kv: KV, name: string): Promise<Value> {
  const entry = await kv.get(name)
  return entry === null ? null : entry.json<Value>()
}

/** Asked of whoever has come as far as the mark. */
async function latest({ kv, timeoutMs }: Bucket, name: string): Promise<Value> {
  const patience = performance.now() + timeoutMs
  const mark = await kv.put(MARK, "")
  while (performance.now() < patience) {
    const seen = await kv.get(MARK)
    if (seen !== null && seen.revision >= mark) return stored(kv, name)
    await sleep(AGAIN_MS)
  }
  throw new Error(BEHIND)
}

async function members({ kv, manager, name, timeoutMs }: Bucket): Promise<readonly Value[]> {
  const patience = performance.now() + timeoutMs
  const mark = await kv.put(MARK, "")
  while (performance.now() < patience) {
    const { state } = await manager.streams.info(`KV_${name}`, { subjects_filter: `$KV.${name}.set.>` })
    const before = `$KV.${name}.set.`.length
    if (state.last_seq >= mark) return Object.keys(state.subjects ?? {}).map((subject) => valueNamed(subject.slice(before)))
    await sleep(AGAIN_MS)
  }
  throw new Error(BEHIND)
}

/** By a consumer, which any replica may have. */
async function listed(kv: KV): Promise<readonly Value[]> {
  const all: Value[] = []
  for await (const name of await kv.keys("set.>")) all.push(valueNamed(name.slice("set.".length)))
  return all
}

/** The client's own server knows of nobody who listens, so nobody has heard of it. */
function failed(error: unknown, isHarmless: boolean): Completion {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.name === "NoResponders") return { type: "fail", error: "no responders" }
  return afterFailure(error, isHarmless)
}

/** Keys may hold few characters; any JSON in hex is made of them. */
const nameOf = (value: Value): string => Buffer.from(JSON.stringify(value)).toString("hex")
const valueNamed = (name: string): Value => JSON.parse(Buffer.from(name, "hex").toString("utf8"))
