/** A client for etcd 3.4 and newer, over the JSON gateway that every member has: registers with compare-and-set, and sets. */
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"

export interface EtcdOptions {
  readonly urls: readonly string[]
  /** Reads are answered by the member that is asked, without asking the others: they may be stale. */
  readonly serializable: boolean
  readonly timeoutMs: number
  /** What the names of all keys begin with; another one for each run, so that nothing is left there from the one before. */
  readonly prefix: string
}

interface Pair {
  readonly key: string
  readonly value?: string
}

export function etcdClients({ urls, serializable, timeoutMs, prefix }: EtcdOptions): OpenClient {
  return async (worker): Promise<Client> => {
    const url = urls[worker % urls.length] as string
    const call = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
      const response = await fetch(`${url}/v3/kv/${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      })
      const answer = (await response.json()) as { readonly error?: string; readonly message?: string }
      // What a member refuses it may have proposed already: a leader that has changed, a timeout.
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${answer.error ?? answer.message ?? ""}`)
      return answer as Readonly<Record<string, unknown>>
    }
    const act = async ({ f, key, value }: Asked): Promise<Completion> => {
      const name = encode(`${prefix}${JSON.stringify(key ?? null)}`)
      switch (f) {
        case "read": {
          if (key === undefined)
            return { type: "ok", value: members(prefix, await call("range", { ...rangeOf(`${prefix}set/`), serializable })) }
          const { kvs = [] } = (await call("range", { key: name, serializable })) as { kvs?: readonly Pair[] }
          return { type: "ok", value: kvs[0] === undefined ? null : JSON.parse(decode(kvs[0].value ?? "")) }
        }
        case "write":
          await call("put", { key: name, value: encode(JSON.stringify(value)) })
          return { type: "ok" }
        case "add":
          await call("put", { key: encode(`${prefix}set/${JSON.stringify(value)}`), value: encode("1") })
          return { type: "ok" }
        case "cas": {
          const [from, to] = value as readonly [unknown, unknown]
          const compare = [{ key: name, target: "VALUE", result: "EQUAL", value: encode(JSON.stringify(from)) }]
          const success = [{ request_put: { key: name, value: encode(JSON.stringify(to)) } }]
          const { succeeded } = await call("txn", { compare, success })
          return succeeded === true ? { type: "ok" } : { type: "fail", error: "another value" }
        }
        default:
          return { type: "fail", error: `this client does not ${f}` }
      }
    }
    return {
      invoke: (asked) => act(asked).catch((error: unknown) => afterFailure(error, asked.f === "read")),
      close: async () => undefined,
    }
  }
}

function members(prefix: string, answer: Readonly<Record<string, unknown>>) {
  const pairs = (answer.kvs ?? []) as readonly Pair[]
  return pairs.map(({ key }) => JSON.parse(decode(key).slice(`${prefix}set/`.length)))
}

/** Everything that begins so: up to the same with its last character moved on by one. */
const rangeOf = (prefix: string) => ({
  key: encode(prefix),
  range_end: encode(`${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`),
})

const encode = (text: string): string => Buffer.from(text).toString("base64")
const decode = (text: string): string => Buffer.from(text, "base64").toString("utf8")
