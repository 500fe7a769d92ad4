/** Who listens where, and by which port everybody reaches everybody else. */
import type { Destination, Front, NodeProxy } from "@watercooler/boss/switchboard"
import { CLIENTS } from "../office/wiring.ts"
import { nodesOf, type Program, type ProgramNode, speaks } from "./plan.ts"

export const HOST = "127.0.0.1"

export interface Places {
  readonly nodes: readonly ProgramNode[]
  readonly fronts: readonly Front[]
  readonly proxies: readonly NodeProxy[]
  /** Whom the proxies know. */
  readonly destinations: readonly Destination[]
  /** The host by which others are told of a node. */
  host(node: string): string
  /** Where a node listens itself. */
  listens(node: string, port: string): number
  /** By which port somebody reaches a node; without `from`, the port that everybody is told. */
  reaches(from: string | undefined, to: string, port: string): number
}

/** How many ports an office of these needs. */
export function portsNeeded(programs: readonly Program[]): number {
  const all = nodesOf(programs).length
  const own = ({ fronts, ports }: Program): number => ports.length * (1 + frontsOf(fronts, all)) + (fronts === "proxy" ? 1 : 0)
  return programs.reduce((sum, program) => sum + program.count * own(program), 0)
}

/** For each node and port: one, or one for each of the others and for the clients. */
function frontsOf(fronts: Program["fronts"], nodes: number): number {
  if (fronts === "none") return 0
  return fronts === "per-dialler" ? nodes : 1
}

/**
 * Addresses of documentation (RFC 5737), which lead nowhere: whoever goes past its proxy reaches nobody. Programs that never ask a proxy for 127.0.0.1, as those
 * in Go do not, ask it for these; and they need no name service.
 */
const fictional = (at: number): string => `192.0.2.${at + 1}`

export function placesOf(programs: readonly Program[], ports: readonly number[]): Places {
  const nodes = nodesOf(programs)
  const listening = new Map<string, number>()
  const reaching = new Map<string, number>()
  const fronts: Front[] = []
  let taken = 0
  const next = (): number => ports[taken++] as number
  for (const { name, program } of nodes) for (const port of program.ports) listening.set(`${name} ${port}`, next())
  for (const { name, program } of nodes) {
    for (const port of program.ports) {
      const target = { host: HOST, port: listening.get(`${name} ${port}`) as number }
      const open = (from: string | undefined): void => {
        const front = { host: HOST, port: next(), to: name, target, isStream: program.isStream, ...(from === undefined ? {} : { from }) }
        if (speaks(program, port, "tcp")) fronts.push(front)
        if (speaks(program, port, "udp")) fronts.push({ ...front, isDatagram: true })
        reaching.set(`${from ?? ""} ${name} ${port}`, front.port)
      }
      if (program.fronts === "per-node") open(undefined)
      if (program.fronts === "proxy") open(CLIENTS)
      if (program.fronts === "per-dialler") for (const from of [...nodes.map((node) => node.name), CLIENTS]) if (from !== name) open(from)
    }
  }
  const proxies: NodeProxy[] = []
  for (const { name, program } of nodes) if (program.fronts === "proxy") proxies.push({ host: HOST, port: next(), from: name })
  const destinations =
    proxies.length === 0
      ? []
      : nodes.flatMap(({ name, program }, at) =>
          program.ports
            .filter((each) => speaks(program, each, "tcp"))
            .map((each) => {
              const port = listening.get(`${name} ${each}`) as number
              return {
                hosts: [name, fictional(at), HOST, "localhost"],
                port,
                to: name,
                target: { host: HOST, port },
                isStream: program.isStream,
              }
            }),
        )
  const hosts = new Map(nodes.map(({ name, program }, at) => [name, program.fronts === "proxy" ? fictional(at) : HOST]))
  const listens = (node: string, port: string): number => listening.get(`${node} ${port}`) as number
  return {
    nodes,
    fronts,
    proxies,
    destinations,
    host: (node) => hosts.get(node) ?? HOST,
    listens,
    reaches: (from, to, port) => reaching.get(`${from ?? ""} ${to} ${port}`) ?? reaching.get(` ${to} ${port}`) ?? listens(to, port),
  }
}

/** What may stand between braces, for one node. */
export function gapsOf(node: ProgramNode, places: Places, data: string, here: string): ReadonlyMap<string, string> {
  const { name, number, program } = node
  const gaps = new Map<string, string>([
    ["name", name],
    ["number", String(number)],
    ["count", String(program.count)],
    ["host", HOST],
    ["advertised-host", places.host(name)],
    ["data", data],
    ["here", here],
  ])
  const proxy = places.proxies.find(({ from }) => from === name)
  if (proxy !== undefined) gaps.set("proxy", String(proxy.port))
  const peers = places.nodes.filter((other) => other.program === program)
  program.ports.forEach((port, at) => {
    const suffixes = at === 0 ? ["", `.${port}`] : [`.${port}`]
    const told = (other: ProgramNode): string =>
      tell(other, places.host(other.name), places.reaches(other.name === name ? undefined : name, other.name, port))
    for (const suffix of suffixes) {
      gaps.set(`port${suffix}`, String(places.listens(name, port)))
      gaps.set(`advertised${suffix}`, String(places.reaches(undefined, name, port)))
      gaps.set(
        `peers${suffix}`,
        peers
          .filter((other) => other.name !== name)
          .map(told)
          .join(","),
      )
      gaps.set(`all${suffix}`, peers.map(told).join(","))
    }
  })
  for (const other of places.nodes)
    other.program.ports.forEach((port, at) => {
      const reached = String(places.reaches(other.name === name ? undefined : name, other.name, port))
      if (at === 0) gaps.set(other.name, reached)
      gaps.set(`${other.name}.${port}`, reached)
    })
  return gaps
}

/** The same for a command that is run once for all nodes of a program, and is none of them: it reaches everybody as clients do. */
export function gapsOutside(program: Program, places: Places, here: string): ReadonlyMap<string, string> {
  const gaps = new Map<string, string>([
    ["count", String(program.count)],
    ["host", HOST],
    ["here", here],
  ])
  const peers = places.nodes.filter((node) => node.program === program)
  program.ports.forEach((port, at) => {
    const all = peers.map((node) => tell(node, HOST, places.reaches(CLIENTS, node.name, port))).join(",")
    if (at === 0) gaps.set("all", all)
    gaps.set(`all.${port}`, all)
  })
  for (const { name, program: other } of places.nodes)
    other.ports.forEach((port, at) => {
      const reached = String(places.reaches(CLIENTS, name, port))
      if (at === 0) gaps.set(name, reached)
      gaps.set(`${name}.${port}`, reached)
    })
  return gaps
}

/** What may stand between braces in `peer`. */
export const PEER_GAPS: readonly string[] = ["name", "number", "address", "port"]

function tell({ name, number, program }: ProgramNode, host: string, port: number): string {
  return program.peer
    .replaceAll("{name}", name)
    .replaceAll("{number}", String(number))
    .replaceAll("{port}", String(port))
    .replaceAll("{address}", `${host}:${port}`)
}
