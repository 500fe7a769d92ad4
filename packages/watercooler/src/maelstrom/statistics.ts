/** Figures of a run: what succeeded, how many messages that took, and how long it did. */
import type { History, Operation } from "@watercooler/judge/histories"
import type { Sighting } from "./network.ts"
import { isClientId } from "./protocol.ts"

export interface Counts {
  readonly ok: number
  readonly fail: number
  readonly info: number
}

export interface MessageCounts {
  readonly sent: number
  readonly received: number
  readonly lost: number
  /** Per operation of a client; how hard the nodes work for each. */
  readonly perOperation: number
}

export interface Statistics {
  readonly operations: Counts
  readonly byFunction: Readonly<Record<string, Counts>>
  /** Of all operations, the part that succeeded: from 0 to 1. */
  readonly availability: number
  readonly messages: { readonly all: MessageCounts; readonly clients: MessageCounts; readonly servers: MessageCounts }
  /** Of what succeeded, in milliseconds. */
  readonly latencyMs: { readonly median: number; readonly p95: number; readonly p99: number; readonly max: number }
}

export class MessageCounter {
  readonly #clients = { sent: 0, received: 0, lost: 0 }
  readonly #servers = { sent: 0, received: 0, lost: 0 }

  see({ message: { src, dest }, fate }: Sighting): void {
    const counts = isClientId(src) || isClientId(dest) ? this.#clients : this.#servers
    counts.sent++
    if (fate === "delivered") counts.received++
    else counts.lost++
  }

  counts(operations: number): Statistics["messages"] {
    const of = (counts: { sent: number; received: number; lost: number }): MessageCounts => ({
      ...counts,
      perOperation: operations === 0 ? 0 : Math.round((counts.sent / operations) * 100) / 100,
    })
    const [clients, servers] = [this.#clients, this.#servers]
    const all = { sent: clients.sent + servers.sent, received: clients.received + servers.received, lost: clients.lost + servers.lost }
    return { all: of(all), clients: of(clients), servers: of(servers) }
  }
}

export function statisticsOf({ operations, events }: History, messages: MessageCounter): Statistics {
  const byFunction: Record<string, Counts> = {}
  for (const f of new Set(operations.map((operation) => operation.f)))
    byFunction[f] = countsOf(operations.filter((operation) => operation.f === f))
  const counts = countsOf(operations)
  const latencies = operations
    .filter(({ outcome, time }) => outcome === "ok" && time !== undefined)
    .map(({ time = 0, returnLine }) => ((events[(returnLine ?? 1) - 1]?.time ?? time) - time) / 1_000_000)
    .sort((a, b) => a - b)
  const quantile = (part: number) =>
    Math.round((latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0) * 100) / 100
  return {
    operations: counts,
    byFunction,
    availability: operations.length === 0 ? 0 : Math.round((counts.ok / operations.length) * 10_000) / 10_000,
    messages: messages.counts(operations.length),
    latencyMs: { median: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), max: quantile(1) },
  }
}

function countsOf(operations: readonly Operation[]): Counts {
  const of = (outcome: Operation["outcome"]) => operations.filter((operation) => operation.outcome === outcome).length
  return { ok: of("ok"), fail: of("fail"), info: of("info") }
}
