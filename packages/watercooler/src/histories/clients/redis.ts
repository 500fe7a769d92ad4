/** A client for Redis: alone, behind Sentinel, or a Cluster. Registers with compare-and-set, sets, counters and queues. `ioredis` is loaded only here. */
import type { Value } from "@watercooler/judge/histories"
import type { Cluster, Redis } from "ioredis"
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"

export interface RedisOptions {
  /** `host:port`, of servers, sentinels or members of a cluster. */
  readonly addresses: readonly string[]
  /** The master's name, if the addresses are those of sentinels. */
  readonly sentinel: string | undefined
  readonly isCluster: boolean
  readonly timeoutMs: number
  /** What the names of all keys begin with; another one for each run, so that nothing is left there from the one before. */
  readonly prefix: string
}

/** Redis runs a script as one step. */
const CAS = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]) return 1 else return 0 end"
const DRAIN = "local all = redis.call('LRANGE', KEYS[1], 0, -1) redis.call('DEL', KEYS[1]) return all"
/** What the server says when it has certainly done nothing. */
const DEFINITE = /^(READONLY|NOREPLICAS|LOADING|MASTERDOWN|CLUSTERDOWN|MISCONF|OOM|WRONGTYPE|ERR) /

export function redisClients({ addresses, sentinel, isCluster, timeoutMs, prefix }: RedisOptions): OpenClient {
  const hosts = addresses.map((address) => ({
    host: address.slice(0, address.lastIndexOf(":")),
    port: Number(address.slice(address.lastIndexOf(":") + 1)),
  }))
  return async (worker): Promise<Client> => {
    const { Redis: Single, Cluster: Many } = await import("ioredis")
    // Whoever repeats a command by itself would hide what became of it.
    const once = {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: true,
      commandTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      autoResendUnfulfilledCommands: false,
    }
    const redis = isCluster
      ? new Many(hosts, {
          redisOptions: once,
          clusterRetryStrategy: () => 200,
          // Asking again after a connection was lost might do a thing twice; after MOVED or CLUSTERDOWN nothing has been done.
          retryDelayOnFailover: 0,
          slotsRefreshTimeout: timeoutMs,
        })
      : sentinel !== undefined
        ? new Single({ ...once, name: sentinel, sentinels: hosts })
        : new Single({ ...once, ...(hosts[worker % hosts.length] as { host: string; port: number }) })
    redis.on("error", () => undefined) // Each command says by itself that it failed.
    return {
      invoke: (asked) => act(redis, prefix, asked).catch((error: unknown) => failed(error, asked.f === "read")),
      close: async () => redis.disconnect(),
    }
  }
}

async function act(redis: Redis | Cluster, prefix: string, { f, key, value }: Asked): Promise<Completion> {
  const register = `${prefix}${JSON.stringify(key ?? null)}`
  const text = JSON.stringify(value)
  switch (f) {
    case "read": {
      if (key !== undefined) return seen(await redis.get(register))
      const isSet = (await redis.type(`${prefix}set`)) === "set"
      return isSet ? { type: "ok", value: (await redis.smembers(`${prefix}set`)).map(parsed) } : seen(await redis.get(`${prefix}counter`))
    }
    case "write":
      await redis.set(register, text)
      return { type: "ok" }
    case "cas": {
      const [from, to] = value as readonly [Value, Value]
      const done = await redis.eval(CAS, 1, register, JSON.stringify(from), JSON.stringify(to))
      return done === 1 ? { type: "ok" } : { type: "fail", error: "another value" }
    }
    case "add":
      await redis.sadd(`${prefix}set`, text)
      return { type: "ok" }
    case "increment":
      await redis.incrby(`${prefix}counter`, value as number)
      return { type: "ok" }
    case "enqueue":
      await redis.rpush(`${prefix}queue`, text)
      return { type: "ok" }
    case "dequeue":
      return seen(await redis.lpop(`${prefix}queue`))
    case "drain":
      return { type: "ok", value: ((await redis.eval(DRAIN, 1, `${prefix}queue`)) as readonly string[]).map(parsed) }
    default:
      return { type: "fail", error: `this client does not ${f}` }
  }
}

const parsed = (text: string): Value => JSON.parse(text)

const seen = (text: string | null): Completion => ({ type: "ok", value: text === null ? null : parsed(text) })

function failed(error: unknown, isHarmless: boolean): Completion {
  const { message } = error as Error
  if (DEFINITE.test(message)) return { type: "fail", error: message.slice(0, 100) }
  // A command that was never written because nobody was there.
  if (/Connection is closed|max retries per request/i.test(message))
    return { type: isHarmless ? "fail" : "info", error: message.slice(0, 100) }
  return afterFailure(error, isHarmless)
}
