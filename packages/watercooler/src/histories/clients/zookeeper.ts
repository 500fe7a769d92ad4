/**
 * A client for ZooKeeper 3.4 and newer: registers with compare-and-set, and sets.
 *
 * Whoever is asked for a node answers from what it knows itself, which may be old; `sync` does not help where the leader has been cut off and does not know it
 * yet. But a session sees what it has written, and all that was before it. So a read here follows a write of its own.
 */
import type { Value } from "@watercooler/judge/histories"
import type { Asked, Client, Completion, OpenClient } from "../client.ts"
import { afterFailure } from "./outcome.ts"
import { BAD_VERSION, NO_NODE, NODE_EXISTS, ZooKeeperError, ZooKeeperSession } from "./zookeeper-session.ts"

export interface ZooKeeperOptions {
  /** `host:port`; each worker keeps to one of them. */
  readonly servers: readonly string[]
  /** Reads are answered by whoever is asked, and may be stale. */
  readonly serializable: boolean
  readonly timeoutMs: number
  /** Of all its nodes: another one for each run. */
  readonly root: string
}

const ANY_VERSION = -1

export function zookeeperClients({ root, serializable, servers, timeoutMs }: ZooKeeperOptions): OpenClient {
  return async (worker): Promise<Client> => {
    const server = servers[worker % servers.length] as string
    const colon = server.lastIndexOf(":")
    let session: ZooKeeperSession | undefined
    const begin = async (): Promise<ZooKeeperSession> => {
      const fresh = await ZooKeeperSession.open(server.slice(0, colon), Number(server.slice(colon + 1)), timeoutMs)
      for (const path of [root, `${root}/set`, `${root}/mark`]) await unlessThere(fresh.create(path, ""))
      return fresh
    }
    return {
      async invoke(asked) {
        if (session === undefined || session.isOver)
          try {
            session = await begin()
          } catch (error) {
            return { type: "fail", error: `no session: ${(error as Error).message}` }
          }
        return act(session, root, serializable, asked).catch((error: unknown) => failed(error, asked.f === "read"))
      },
      close: async () => session?.close(),
    }
  }
}

async function act(session: ZooKeeperSession, root: string, serializable: boolean, { f, key, value }: Asked): Promise<Completion> {
  const register = `${root}/${nameOf(key ?? null)}`
  const text = JSON.stringify(value)
  switch (f) {
    case "read":
      if (!serializable) await session.set(`${root}/mark`, "", ANY_VERSION)
      if (key === undefined) return { type: "ok", value: (await session.children(`${root}/set`)).map(valueNamed) }
      return { type: "ok", value: (await found(session, register))?.value ?? null }
    case "write":
      try {
        await session.set(register, text, ANY_VERSION)
      } catch (error) {
        if (codeOf(error) !== NO_NODE) throw error
        if (await unlessThere(session.create(register, text))) await session.set(register, text, ANY_VERSION)
      }
      return { type: "ok" }
    case "add":
      await unlessThere(session.create(`${root}/set/${nameOf(value)}`, ""))
      return { type: "ok" }
    case "cas": {
      const [from, to] = value as readonly [Value, Value]
      const before = await found(session, register)
      if (before === undefined || JSON.stringify(before.value) !== JSON.stringify(from)) return { type: "fail", error: "another value" }
      await session.set(register, JSON.stringify(to), before.version)
      return { type: "ok" }
    }
    default:
      return { type: "fail", error: `this client does not ${f}` }
  }
}

async function found(session: ZooKeeperSession, path: string): Promise<{ readonly value: Value; readonly version: number } | undefined> {
  try {
    const { data, version } = await session.get(path)
    return { value: JSON.parse(data), version }
  } catch (error) {
    if (codeOf(error) === NO_NODE) return undefined
    throw error
  }
}

/** Whether it was there already. */
async function unlessThere(creation: Promise<void>): Promise<boolean> {
  try {
    await creation
    return false
  } catch (error) {
    if (codeOf(error) === NODE_EXISTS) return true
    throw error
  }
}

const codeOf = (error: unknown): number => (error instanceof ZooKeeperError ? error.code : 0)

function failed(error: unknown, isHarmless: boolean): Completion {
  return codeOf(error) === BAD_VERSION ? { type: "fail", error: "written meanwhile" } : afterFailure(error, isHarmless)
}

/** Any JSON, in characters that a path may have. */
const nameOf = (value: Value): string => Buffer.from(JSON.stringify(value)).toString("hex")
const valueNamed = (name: string): Value => JSON.parse(Buffer.from(name, "hex").toString("utf8"))
