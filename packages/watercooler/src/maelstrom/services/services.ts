/** What nodes may build upon: a linearizable store, a sequential one, one in which the last writer wins, and a clock that only counts. */
import { below, expand, saltOf } from "@watercooler/kernel"
import type { Body, Message } from "../protocol.ts"
import { answer, keyOf } from "./store.ts"

/** Answers one request; the message tells who asks. */
export type Service = (message: Message) => Body

/** All of them, by the id under which nodes send to them. */
export function services(seed: string): ReadonlyMap<string, Service> {
  return new Map<string, Service>([
    ["lin-kv", linearizableStore()],
    ["seq-kv", sequentialStore(seed)],
    ["lww-kv", lastWriterWins(seed)],
    ["lin-tso", timestamps()],
  ])
}

function linearizableStore(): Service {
  const held = new Map<string, unknown>()
  return ({ body }) => {
    const { reply, written } = answer(body, held.get(keyOf(body)))
    if (written !== undefined) held.set(keyOf(body), written)
    return reply
  }
}

interface Version {
  readonly at: number
  readonly value: unknown
}

/**
 * Everything happens in one order, and nobody goes back in it; but who only reads may be behind. Writes take place at its end, so a cas is never
 * mistaken, and takes whoever did it there.
 */
function sequentialStore(seed: string): Service {
  const versions = new Map<string, Version[]>()
  const seenBy = new Map<string, number>()
  let now = 0
  let request = 0
  const valueAt = (key: string, moment: number): unknown => {
    const all = versions.get(key) ?? []
    for (let i = all.length - 1; i >= 0; i--) if ((all[i] as Version).at <= moment) return (all[i] as Version).value
    return undefined
  }
  return ({ src, body }) => {
    const seen = seenBy.get(src) ?? 0
    const key = keyOf(body)
    const moment = body.type === "read" ? seen + below(expand(saltOf(seed, "seq-kv", ++request)), now - seen + 1) : now
    const { reply, written } = answer(body, valueAt(key, moment))
    if (written === undefined) {
      seenBy.set(src, Math.max(seen, moment))
      return reply
    }
    versions.set(key, [...(versions.get(key) ?? []), { at: ++now, value: written }])
    seenBy.set(src, now)
    return reply
  }
}

const REPLICAS = 5
/** Of a hundred requests, before so many one replica tells another what it knows. */
const GOSSIP_PERCENT = 50

interface Stamped {
  readonly value: unknown
  readonly stamp: number
}

/** Replicas that answer by themselves and tell each other later: whose clock is ahead wins. Made to be a trap. */
function lastWriterWins(seed: string): Service {
  const replicas = Array.from({ length: REPLICAS }, () => new Map<string, Stamped>())
  let request = 0
  return ({ body }) => {
    const chance = expand(saltOf(seed, "lww-kv", ++request))
    if (below(chance, 100) < GOSSIP_PERCENT) merge(replicas[below(chance, REPLICAS)], replicas[below(chance, REPLICAS)])
    const replica = replicas[below(chance, REPLICAS)] as Map<string, Stamped>
    const key = keyOf(body)
    const { reply, written } = answer(body, replica.get(key)?.value)
    // Clocks that differ by a few requests.
    if (written !== undefined) replica.set(key, { value: written, stamp: request + below(chance, 10) })
    return reply
  }
}

function merge(from: ReadonlyMap<string, Stamped> | undefined, to: Map<string, Stamped> | undefined): void {
  for (const [key, stamped] of from ?? []) if ((to?.get(key)?.stamp ?? -1) < stamped.stamp) to?.set(key, stamped)
}

function timestamps(): Service {
  let last = 0
  return ({ body }) =>
    body.type === "ts" ? { type: "ts_ok", ts: ++last } : { type: "error", code: 10, text: `there is no ${body.type} here: ts` }
}
