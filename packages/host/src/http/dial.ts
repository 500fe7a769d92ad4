/** How this host reaches a peer: the one seam through which every outgoing connection goes, directly or through a switchboard. */
import type { Agent as HttpAgent } from "node:http"
import { connect, type Socket } from "node:net"
import { type Crypto, proofOfLink, writePreamble } from "@watercooler/kernel"
import { Agent } from "./node-http.ts"

export interface Target {
  readonly host: string
  readonly port: number
}

/** Opens a connection to a peer. */
export type Dial = (target: Target) => Socket

export const dialDirectly: Dial = ({ host, port }) => connect({ host, port, noDelay: true })

export interface Caller {
  readonly name: string
  readonly secret: string
  readonly crypto: Pick<Crypto, "hash">
}

/** A connection to the switchboard, which is told in its first line whom it is for. Nothing answers that, so no round trip is added. */
export function dialThrough(board: Target, { name, secret, crypto }: Caller): Dial {
  return ({ host, port }) => {
    const to = `${host}:${port}`
    const socket = connect({ ...board, noDelay: true })
    socket.write(writePreamble({ from: name, to, proof: proofOfLink(crypto, secret, name, to) }))
    return socket
  }
}

/** Idle connections are closed by us well before the server would, so that a request never meets a closing one. */
const IDLE_MS = 30_000
const IDLE_SOCKETS_MAX = 2

/** What is under way goes on; what is idle is closed, and nothing new begins on it. */
export function retire(agent: HttpAgent): void {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  agent.maxFreeSockets = 0
}

export function agentOver(dial: Dial, socketsPerPeerMax: number): HttpAgent {
  const agent = new Agent({
    keepAlive: true,
    timeout: IDLE_MS,
    maxSockets: socketsPerPeerMax,
    maxFreeSockets: IDLE_SOCKETS_MAX,
    scheduling: "lifo",
  })
  agent.createConnection = (options) => dial({ host: String(options.host), port: Number(options.port) })
  return agent
}

const ENDPOINT = /^http:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\]):([0-9]{1,5})$/

/** The host and port of an endpoint; undefined if it is none. */
export function targetOf(endpoint: string): Target | undefined {
  const match = ENDPOINT.exec(endpoint)
  if (match === null) return undefined
  const port = Number(match[2])
  return port >= 1 && port <= 65_535 ? { host: (match[1] as string).replace(/^\[|\]$/g, ""), port } : undefined
}

interface Allowed {
  readonly host: string
  readonly from: number
  readonly to: number
}

/** Which places may be dialled at all: an announcement of a peer must not make this host a port scanner. */
export class DialRules {
  readonly #allowed: readonly Allowed[]

  /** `host:port` or `host:from-to`; an empty list allows any port of the loopback interface. */
  constructor(rules: readonly string[]) {
    this.#allowed =
      rules.length === 0 ? ["127.0.0.1", "localhost", "::1"].map((host) => ({ host, from: 1, to: 65_535 })) : rules.map(parseRule)
  }

  allows({ host, port }: Target): boolean {
    return this.#allowed.some((rule) => rule.host === host && port >= rule.from && port <= rule.to)
  }
}

function parseRule(rule: string): Allowed {
  const match = /^(.+):([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(rule)
  if (match === null) throw new Error(`dial: "${rule}" is neither host:port nor host:from-to, as in 127.0.0.1:8000-8099`)
  const from = Number(match[2])
  return { host: match[1] as string, from, to: match[3] === undefined ? from : Number(match[3]) }
}
