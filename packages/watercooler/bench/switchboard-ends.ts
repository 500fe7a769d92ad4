/**
 * The processes around a proxy under test, each of its own so that their costs do not mix: a server, a load, and the switchboard. What they do is as little
 * as can be, so that the proxy is what is measured. Started by `switchboard.ts`, with their role as first argument.
 */
import { connect, createServer, type Socket } from "node:net"
import { Switchboard, type SwitchboardConfig } from "@watercooler/boss/switchboard"

const BODY = "x".repeat(200)
export const REQUEST = Buffer.from(`POST /block HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`)
const ANSWER = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`)
/** A first byte that no request begins with: a stream. */
const STREAM_FIRST = 0

export interface LoadOrder {
  readonly port: number
  /** Said first on each connection; empty for none. */
  readonly preamble: string
  readonly connections: number
  readonly ms: number
  /** bulk: one connection, as many bytes as go through. paced: one request at a time, with a pause after each. */
  readonly kind: "small" | "bulk" | "paced"
}

export interface LoadResult {
  /** Requests, or bytes. */
  readonly done: number
  readonly seconds: number
  /** Of single requests, milliseconds. */
  readonly latenciesMs: readonly number[]
}

/** Answers requests of one size, however they are cut; swallows a stream and counts it. */
function serve(): void {
  let swallowed = 0
  const server = createServer({ noDelay: true }, (socket) => {
    let kept = 0
    let isStream: boolean | undefined
    socket.on("error", () => undefined)
    socket.on("data", (chunk) => {
      isStream ??= chunk[0] === STREAM_FIRST
      if (isStream) {
        swallowed += chunk.length
        return
      }
      kept += chunk.length
      for (; kept >= requestBytes(); kept -= requestBytes()) socket.write(ANSWER)
    })
  })
  server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as { readonly port: number }).port }))
  process.on("message", () => process.send?.({ swallowed }))
}

/** nginx writes heads of its own: the size of a request as it arrives here is told by the parent. */
const requestBytes = (): number => Number(process.argv[3] ?? REQUEST.length)

async function load(order: LoadOrder): Promise<LoadResult> {
  const began = performance.now()
  const until = began + order.ms
  if (order.kind === "bulk") return { done: await pour(order, until), seconds: order.ms / 1_000, latenciesMs: [] }
  const latenciesMs: number[] = []
  const counts = await Promise.all(Array.from({ length: order.connections }, () => ask(order, until, latenciesMs)))
  const done = counts.reduce((sum, count) => sum + count, 0)
  return { done, seconds: (performance.now() - began) / 1_000, latenciesMs }
}

function open({ port, preamble }: LoadOrder): Socket {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true })
  if (preamble !== "") socket.write(preamble)
  return socket
}

/** One request after the other, until the time is over. */
function ask(order: LoadOrder, until: number, latenciesMs: number[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = open(order)
    let [done, text, sentAt] = [0, "", 0]
    const send = (): void => {
      sentAt = performance.now()
      socket.write(REQUEST)
    }
    socket.on("error", reject)
    socket.on("connect", send)
    socket.on("data", (chunk) => {
      // The end of a body tells the end of an answer, whatever heads a proxy has added.
      text += chunk.toString("latin1")
      if (!text.endsWith(BODY)) return
      text = ""
      done++
      if (order.kind === "paced") latenciesMs.push(performance.now() - sentAt)
      if (performance.now() >= until) {
        socket.destroy()
        resolve(done)
      } else if (order.kind === "paced") setTimeout(send, 2)
      else send()
    })
  })
}

function pour(order: LoadOrder, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = open(order)
    const chunk = Buffer.alloc(65_536)
    let bytes = 0
    const go = (): void => {
      while (performance.now() < until) {
        bytes += chunk.length
        if (!socket.write(chunk)) return
      }
      socket.end()
      resolve(bytes)
    }
    socket.on("error", reject)
    socket.on("connect", go)
    socket.on("drain", go)
  })
}

async function switchboard(config: SwitchboardConfig): Promise<void> {
  const board = new Switchboard(config, () => undefined)
  process.send?.(await board.listen())
}

const [, , role, words] = process.argv
if (role === "serve") serve()
else if (role === "switchboard") await switchboard(JSON.parse(words ?? "{}"))
else if (role === "load") process.on("message", (order: LoadOrder) => void load(order).then((result) => process.send?.(result)))
process.on("disconnect", () => process.exit(0))
