/**
 * Which ports an office takes. Always below the range from which the system hands out ports by itself, so that nobody sits
 * on a node's port while the node is fired.
 */
import { createSocket } from "node:dgram"
import { readFileSync } from "node:fs"
import { createServer } from "node:net"
import { BadInput } from "../input/complaint.ts"
import { newcomersMax } from "../input/options.ts"

export const sauronPortDefault = 8_999
export const nodePortDefault = 8_000
const step = 100
/** For whom an office hires later: reserved from the start, so that every node knows from the start where it may dial. */
export const sparePorts = newcomersMax
const portsEnd = 65_536

export interface PortWish {
  readonly nodes: number
  /** Who is known to come later; there are always some places more. */
  readonly newcomers?: number
  readonly nodesFrom: number | undefined
  readonly sauron: boolean
  readonly sauronAt: number | undefined
}

export interface Ports {
  readonly nodes: readonly number[]
  /** Kept for nodes that are hired later; whether each is free is looked at when it is needed. */
  readonly spare: readonly number[]
  readonly sauron: number | undefined
}

export type IsFree = (port: number) => Promise<boolean>

/** What somebody asked for by number is theirs or a complaint; everything else is the next free range. */
export async function choosePorts(
  wish: PortWish,
  isFree: IsFree,
  isReserved: (port: number) => boolean = () => false,
  ephemeralFrom = ephemeralFloor(),
): Promise<Ports> {
  if (wish.nodesFrom !== undefined) await demand(wish.nodes, wish.nodesFrom, "--port", isFree)
  if (wish.sauronAt !== undefined) await demand(1, wish.sauronAt, "--sauron-port", isFree)

  if (wish.nodesFrom !== undefined && wish.sauronAt !== undefined && range(wish.nodesFrom, wish.nodes).includes(wish.sauronAt))
    throw new BadInput({
      saw: `--port ${wish.nodesFrom} --sauron-port ${wish.sauronAt}: port ${wish.sauronAt} is a node's then`,
      expected: `a port for Sauron beside ${wish.nodesFrom} to ${wish.nodesFrom + wish.nodes - 1}, which are the nodes'`,
      instead: "another --sauron-port, or none: then a free one is found",
    })

  let nodes = wish.nodesFrom === undefined ? undefined : range(wish.nodesFrom, wish.nodes)
  for (let base = nodePortDefault; nodes === undefined; base += Math.ceil(wish.nodes / step) * step) {
    if (base + wish.nodes > ephemeralFrom)
      throw new Error(`no ${wish.nodes} free ports in a row between ${nodePortDefault} and ${ephemeralFrom}`)
    const candidate = range(base, wish.nodes)
    if (candidate.includes(wish.sauronAt ?? sauronPortDefault)) continue
    if ((await firstTaken(candidate, isFree)) === undefined) nodes = candidate
  }

  let sauron = wish.sauron ? wish.sauronAt : undefined
  for (let port = sauronPortDefault; wish.sauron && sauron === undefined; port += step) {
    if (port >= ephemeralFrom) throw new Error(`no free port for Sauron between ${sauronPortDefault} and ${ephemeralFrom}`)
    if (!nodes.includes(port) && (await isFree(port))) sauron = port
  }
  return { nodes, spare: spareBehind(nodes, sparePorts + (wish.newcomers ?? 0), sauron, isReserved, ephemeralFrom), sauron }
}

async function demand(count: number, from: number, flag: string, isFree: IsFree): Promise<void> {
  const taken = await firstTaken(range(from, count), isFree)
  if (taken === undefined) return
  const why = taken === from ? `port ${taken} is in use` : `port ${taken} is in use, and ${count} are needed from ${from} on`
  throw new BadInput({
    saw: `${flag} ${from}: ${why}`,
    expected: count === 1 ? "a free port" : `${count} free ports in a row, ${from} to ${from + count - 1}`,
    instead: `another ${flag}, or none: then a free range is found`,
  })
}

/** The ports that follow those of the nodes, without Sauron's and without what other offices keep. */
function spareBehind(
  nodes: readonly number[],
  count: number,
  sauron: number | undefined,
  isReserved: (port: number) => boolean,
  ephemeralFrom: number,
): readonly number[] {
  const from = (nodes.at(-1) ?? nodePortDefault) + 1
  const end = from <= ephemeralFrom ? ephemeralFrom : portsEnd
  return range(from, Math.min(count, end - from)).filter((port) => port !== sauron && port !== sauronPortDefault && !isReserved(port))
}

async function firstTaken(ports: readonly number[], isFree: IsFree): Promise<number | undefined> {
  const free = await Promise.all(ports.map(isFree))
  return ports[free.indexOf(false)]
}

function range(from: number, count: number): readonly number[] {
  return Array.from({ length: Math.max(0, count) }, (_, at) => from + at)
}

/** Where the system's own range of ports begins. */
export function ephemeralFloor(): number {
  if (process.platform !== "linux") return 49_152
  try {
    return Number(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(/\s+/)[0]) || 32_768
  } catch {
    return 32_768 // A /proc that hides it: the kernel's default.
  }
}

/** Whether one could take datagrams there now. */
export function isFreeForDatagrams(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4")
    socket.once("error", () => {
      socket.close()
      resolve(false)
    })
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => socket.close(() => resolve(true)))
  })
}

/** Whether one could listen there now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once("error", () => resolve(false))
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)))
  })
}
