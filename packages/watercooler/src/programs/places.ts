/** Who listens where, and by which port everybody reaches everybody else. */
import type { Front } from "@watercooler/boss/switchboard"
import { CLIENTS } from "../office/wiring.ts"
import { nodesOf, type Program, type ProgramNode, speaks } from "./plan.ts"

export const HOST = "127.0.0.1"

export interface Places {
  readonly nodes: readonly ProgramNode[]
  readonly fronts: readonly Front[]
  /** Where a node listens itself. */
  listens(node: string, port: string): number
  /** By which port somebody reaches a node; without `from`, the port that everybody is told. */
  reaches(from: string | undefined, to: string, port: string): number
}

/** How many ports an office of these needs. */
export function portsNeeded(programs: readonly Program[]): number {
  const all = nodesOf(programs).length
  return programs.reduce((sum, { count, fronts, ports }) => sum + count * ports.length * (1 + frontsOf(fronts, all)), 0)
}

/** For each node and port: one, or one for each of the others and for the clients. */
function frontsOf(fronts: Program["fronts"], nodes: number): number {
  return fronts === "none" ? 0 : fronts === "per-node" ? 1 : nodes
}

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
      if (program.fronts === "per-dialler") for (const from of [...nodes.map((node) => node.name), CLIENTS]) if (from !== name) open(from)
    }
  }
  const listens = (node: string, port: string): number => listening.get(`${node} ${port}`) as number
  return {
    nodes,
    fronts,
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
    ["data", data],
    ["here", here],
  ])
  program.ports.forEach((port, at) => {
    const suffixes = at === 0 ? ["", `.${port}`] : [`.${port}`]
    const peers = places.nodes.filter((other) => other.program === program)
    const told = (other: ProgramNode): string => {
      const reached = places.reaches(other.name === name ? undefined : name, other.name, port)
      return program.peer
        .replaceAll("{name}", other.name)
        .replaceAll("{number}", String(other.number))
        .replaceAll("{port}", String(reached))
        .replaceAll("{address}", `${HOST}:${reached}`)
    }
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
