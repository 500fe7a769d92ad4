/** A crowd for the dashboard's bench, in a process of its own: five hundred nodes that tell Sauron of ten thousand things a second. */
import type { JournalEvent } from "@watercooler/kernel"
import { encodeBatch } from "../../sauron/src/eye/batches.ts"
import { AskedList, encodeRow } from "../../sauron/src/eye/encode.ts"
import { type Link, openLink } from "../../sauron/src/eye/link.ts"

export interface CrowdOrder {
  readonly url: string
  readonly token: string
  readonly nodes: number
  /** Wires of each node. */
  readonly peers: number
  readonly seconds: number
  readonly perSecond: number
}

export type CrowdSays =
  | { readonly say: "gone"; readonly sent: number; readonly confirmed: number; readonly slowestMs: number }
  | { readonly say: "marker"; readonly height: number; readonly atMs: number }

const TICK_MS = 50
/** One in ten of what is told are events of a journal, the others requests. */
const EVENTS_SHARE = 0.1
const ROUTES = ["/block", "/block", "/block", "/transfer", "/peers", "/blockchain"]

if (process.send !== undefined) process.once("message", (order: CrowdOrder) => void crowd(order))

async function crowd({ url, token, nodes, peers, seconds, perSecond }: CrowdOrder): Promise<void> {
  // The link of an Eye keeps no process alive.
  const awake = setInterval(() => {}, 60_000)
  const link = await connected(url, token)
  const names = Array.from({ length: nodes }, (_, at) => `bigload-${at + 1}`)
  const endpoint = (at: number) => `http://127.0.0.1:${10_000 + at}`
  let seq = 0
  const began = performance.now()
  const t = () => Math.round((performance.now() - began) * 1_000)
  const stamp = (node: string) => ({ t: t(), node, seq: ++seq })
  const parties = names.map((name, at) => ({
    name,
    kind: "bigload",
    honest: true,
    misdeeds: [],
    endpoint: endpoint(at),
    key: at.toString(16).padStart(64, "0"),
  }))
  let [sent, confirmed, slowestMs] = [0, 0, 0]
  const send = (topic: "reports" | "events", payload: Buffer, count: number) => {
    const at = performance.now()
    sent += count
    link.send(topic, payload, (answer) => {
      slowestMs = Math.max(slowestMs, performance.now() - at)
      if (answer.refused === undefined) confirmed += count
    })
  }
  const tell = (events: readonly JournalEvent[]) => {
    for (let at = 0; at < events.length; at += 500) {
      const some = events.slice(at, at + 500)
      send("events", Buffer.from(JSON.stringify(some)), some.length)
    }
  }
  tell([{ ...stamp("watercooler"), type: "header", version: 1, world: "real", run: "bench", seed: "bench", parties, rules: {} }])
  tell(names.map((name) => ({ ...stamp("watercooler"), type: "process", what: "ready", subject: name })))
  tell(
    names.flatMap((name, at) =>
      Array.from({ length: peers }, (_, peer): JournalEvent => {
        const other = (at * 7 + 13 * (peer + 1) + at * peer) % nodes
        return { ...stamp(name), type: "note", fact: { note: "peer-added", endpoint: endpoint(other), from: "tracker" } }
      }),
    ),
  )

  const seqs = new Array<number>(nodes).fill(0)
  const ticks = (seconds * 1_000) / TICK_MS
  let [height, nextNode] = [0, 0]
  let previous = "genesis"
  for (let tick = 0; tick < ticks; tick++) {
    const wait = began + tick * TICK_MS - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const each = (perSecond * TICK_MS) / 1_000
    // Every half second a block comes, and within it everybody gets to know it.
    const events: JournalEvent[] = []
    if (tick % 10 === 0) {
      previous = `block-${height}`
      height++
      const atMs = Date.now()
      events.push({
        ...stamp("bigload-1"),
        type: "note",
        fact: { note: "block-mined", hash: `block-${height}`, height, transaction: `t${height}` },
      })
      events.push({
        ...stamp("bigload-1"),
        type: "note",
        fact: { note: "head-moved", height, head: `block-${height}`, previous, reorgDepth: 0 },
      })
      process.send?.({ say: "marker", height, atMs } satisfies CrowdSays)
    }
    while (events.length < each * EVENTS_SHARE) {
      // One stores the block, and moves to it.
      const name = names[(tick * 25 + (events.length >> 1)) % nodes] as string
      const head = `block-${height}`
      events.push(
        events.length % 2 === 0
          ? { ...stamp(name), type: "note", fact: { note: "block-stored", hash: head, height, previous, from: endpoint(0) } }
          : { ...stamp(name), type: "note", fact: { note: "head-moved", height, head, previous, reorgDepth: 0 } },
      )
    }
    tell(events)
    const told = 20
    const rowsEach = Math.round((each * (1 - EVENTS_SHARE)) / told)
    for (let batch = 0; batch < told; batch++) {
      const at = nextNode++ % nodes
      const asked = new AskedList()
      const rows = Array.from({ length: rowsEach }, (_, row) => {
        const route = ROUTES[(row + batch) % ROUTES.length] as string
        const from = names[(at * 7 + 13 * ((row % peers) + 1) + at * (row % peers)) % nodes] as string
        const seqOf = (seqs[at] ?? 0) + 1
        seqs[at] = seqOf
        const request = { method: "POST", uri: route, route, host: `127.0.0.1:${10_000 + at}`, from, bytes: 300 }
        return encodeRow(
          { request, response: { status: row % 40 === 0 ? 400 : 201, bytes: 30 }, durationUs: 700, trace: "" },
          seqOf,
          t(),
          asked,
        )
      })
      send(
        "reports",
        encodeBatch({ node: names[at] as string, boot: "bench", dropped: 0, acked: 0 }, { rows, asked: asked.texts }),
        rowsEach,
      )
    }
  }
  const patience = performance.now() + 10_000
  while (confirmed < sent && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  process.send?.({ say: "gone", sent, confirmed, slowestMs } satisfies CrowdSays)
  clearInterval(awake)
  link.close()
  process.disconnect()
}

function connected(url: string, token: string): Promise<Link> {
  return new Promise((resolve) => {
    const opening = openLink(url, token, { onUp: () => void opening.then(resolve), onDown: () => {} })
  })
}
