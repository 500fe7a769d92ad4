/** Opens clients of what is shipped, or of somebody's own module. Each loads its library by itself. */
import { BadInput } from "../../input/complaint.ts"
import type { OpenClient } from "../client.ts"
import { functionsOf } from "../functions.ts"
import type { GeneratorName } from "../generators.ts"
import type { Template } from "./template.ts"

export const CLIENT_NAMES = ["http", "etcd", "redis", "nats", "zookeeper"] as const
export type ClientName = (typeof CLIENT_NAMES)[number]

/** Whether a client is named by the path of its module. */
export const isModule = (client: string): boolean => /[./\\]/.test(client)

const REGISTERS_AND_SETS = ["read", "write", "cas", "add"]

/** What the shipped ones can be asked for; `http` for whatever its templates say. */
const ASKED_OF: Readonly<Record<Exclude<ClientName, "http">, readonly string[]>> = {
  etcd: REGISTERS_AND_SETS,
  nats: REGISTERS_AND_SETS,
  redis: [...REGISTERS_AND_SETS, "increment", "enqueue", "dequeue", "drain"],
  zookeeper: REGISTERS_AND_SETS,
}

/** Functions of a workload that a shipped client knows nothing of. */
export function notAskedOf(client: string, workload: GeneratorName): readonly string[] {
  const known = Object.hasOwn(ASKED_OF, client) ? ASKED_OF[client as keyof typeof ASKED_OF] : undefined
  return known === undefined ? [] : Object.keys(functionsOf[workload]).filter((f) => !known.includes(f))
}

export interface ClientWish {
  /** One that is shipped, or the path of a module. */
  readonly client: string
  /** Addresses, of which each client keeps to one. */
  readonly urls: readonly string[]
  /** Another word for each run. */
  readonly run: string
  readonly timeoutMs: number
  /** Of http: `FUNCTION=METHOD ADDRESS [BODY]` each, looked through already: see `wrongTemplates`. */
  readonly ops?: readonly string[]
  /** Of http: where an answer has the value. */
  readonly value?: string | undefined
  readonly serializable?: boolean
  readonly sentinel?: string | undefined
  readonly cluster?: boolean
  readonly replicas?: number
}

export async function openClients(wish: ClientWish): Promise<OpenClient> {
  const { client, cluster = false, ops = [], replicas = 1, run, sentinel, serializable = false, timeoutMs, urls, value = "" } = wish
  if (client === "redis") {
    const { redisClients } = await import("./redis.ts")
    return redisClients({ addresses: hosts(urls), sentinel, isCluster: cluster, timeoutMs, prefix: `watercooler:${run}:` })
  }
  if (client === "nats") {
    const { natsClients } = await import("./nats.ts")
    return natsClients({ servers: hosts(urls), replicas, serializable, timeoutMs, bucket: `watercooler-${run}` })
  }
  if (client === "zookeeper") {
    const { zookeeperClients } = await import("./zookeeper.ts")
    return zookeeperClients({ servers: hosts(urls), serializable, timeoutMs, root: `/watercooler-${run}` })
  }
  if (client !== "http" && client !== "etcd") {
    const { ownClients } = await import("./own.ts")
    return ownClients(client, { urls, run, timeoutMs })
  }
  const bad = urls.find((url) => !/^https?:\/\/[^\s]+$/.test(url))
  if (bad !== undefined || urls.length === 0)
    throw new BadInput({
      saw: `--url ${bad ?? '""'}`,
      expected: "an address that begins with http",
      instead: "--url http://127.0.0.1:8080",
    })
  if (client === "etcd") {
    const { etcdClients } = await import("./etcd.ts")
    return etcdClients({ urls, serializable, timeoutMs, prefix: `watercooler/${run}/` })
  }
  const { httpClients } = await import("./http.ts")
  const { templateOf } = await import("./template.ts")
  const templates = new Map<string, Template>()
  for (const words of ops) {
    const at = Math.max(0, words.indexOf("="))
    const template = templateOf(words.slice(at + 1))
    if (template !== undefined) templates.set(words.slice(0, at), template)
  }
  return httpClients({ urls, templates, valueAt: value, timeoutMs, run })
}

/** `host:port` each. */
function hosts(urls: readonly string[]): readonly string[] {
  const bad = urls.find((url) => !/^[^\s/]+:\d{1,5}$/.test(url))
  if (bad === undefined && urls.length > 0) return urls
  throw new BadInput({ saw: `--url ${bad ?? '""'}`, expected: "host:port", instead: "--url 127.0.0.1:6379" })
}
