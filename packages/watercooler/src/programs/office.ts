/** Opens an office of programs that are not ours. The office itself is the one of our own nodes; its employees are other people's. */
import { existsSync } from "node:fs"
import { basename, resolve } from "node:path"
import type { Party } from "@watercooler/kernel"
import { addressFor } from "@watercooler/sauron/told"
import { isModule } from "../histories/clients/open.ts"
import { BadInput } from "../input/complaint.ts"
import type { OfficeOptions } from "../input/options.ts"
import { Employee, type Outcome } from "../office/employee.ts"
import type { NetworkPlan } from "../office/network.ts"
import { Office } from "../office/office.ts"
import { openPremises, reserve } from "../office/premises.ts"
import { CLIENTS, Wiring } from "../office/wiring.ts"
import { whoDialled, whoSends } from "./dialler.ts"
import { findProgram, packageOf } from "./known.ts"
import { gapsOf, gapsOutside, HOST, type Places, placesOf, portsNeeded } from "./places.ts"
import { nodesOf, type ProgramsPlan, speaks } from "./plan.ts"
import { type ProgramPost, programPost } from "./post.ts"
import { fill } from "./template.ts"
import { sightingsFile, tellingEnv, toldFile } from "./told.ts"

export interface OpenPrograms {
  readonly office: Office
  readonly places: Places
  /** By the names of their nodes. */
  readonly posts: ReadonlyMap<string, ProgramPost>
  readonly hired: readonly Promise<Outcome>[]
  /** Who else may dial them, by the number of its process group. */
  readonly guests: Map<number, string>
}

export async function openPrograms(options: OfficeOptions, plan: ProgramsPlan): Promise<OpenPrograms> {
  demandPrograms(plan)
  await demandClient(plan)
  const names = nodesOf(plan.programs).map(({ name }) => name)
  const reserved = await reserve(options, {
    names,
    ports: portsNeeded(plan.programs),
    forDatagrams: plan.programs.some((program) => program.ports.some((port) => speaks(program, port, "udp"))),
  })
  const { folder, ports, runStartedNs, sauronUrl } = reserved
  const places = placesOf(plan.programs, ports.nodes)
  const endpointOf = ({ name, program }: (typeof places.nodes)[number]) =>
    `http://${HOST}:${places.listens(name, program.ports[0] as string)}`
  const parties = places.nodes.map((node): Party => {
    const { name, program } = node
    const peers = places.nodes.filter((other) => other.program === program && other !== node).map(endpointOf)
    return { name, kind: program.name, honest: true, misdeeds: [], endpoint: endpointOf(node), key: "", peers }
  })
  const { around: surroundings, parts } = openPremises(options, reserved, networkOf(parties), {
    dial: [],
    tellers: {
      names,
      seen: places.nodes.filter(({ program }) => program.fronts !== "none" && !program.isStream).map(({ name }) => name),
      file: toldFile(folder),
    },
  })
  const guests = new Map([[process.pid, CLIENTS]])
  const groups = (): ReadonlyMap<number, string> =>
    new Map([...employees.flatMap(({ name, pid }) => (pid === undefined ? [] : [[pid, name] as const])), ...guests])
  const wiring = new Wiring({
    folder,
    warden: parts.warden,
    seed: options.seed,
    runStartedNs,
    sauronUrl,
    parties: () => parties,
    rewire: async () => undefined, // They have been told from the start by which ports they reach each other.
    programs: {
      fronts: places.fronts,
      proxies: places.proxies,
      destinations: places.destinations,
      sightings: sightingsFile(folder),
      whoDialled: (from, to) => whoDialled(from, to, groups()),
      whoSends: (from) => whoSends(from, groups()),
    },
  })
  const around = { ...surroundings, board: () => wiring.board }
  const tells = (name: string): Readonly<Record<string, string>> =>
    sauronUrl === undefined ? {} : tellingEnv(`${sauronUrl}${addressFor(parts.token, name)}`, name)
  const posts = new Map(
    places.nodes.map((node) => [node.name, programPost(node, places, folder.node(node.name), { here: plan.here, env: tells(node.name) })]),
  )
  const employees = parties.map((party) => new Employee(party, folder.node(party.name), posts.get(party.name) as ProgramPost, around))
  const office = new Office({ ...parts, employees, sparePorts: [], around, wiring })
  const wired = places.fronts.length === 0 ? Promise.resolve() : wiring.open()
  return { office, places, posts, guests, hired: employees.map((employee) => wired.then(() => employee.hire("kept"))) }
}

/** Of a network that is not ours nothing is known but who takes part. */
function networkOf(parties: readonly Party[]): NetworkPlan {
  const ours = (): never => {
    throw new Error("this office has none of our own nodes")
  }
  return {
    parties,
    network: { name: "programs", version: 1 },
    rules: {},
    programOf: ours,
    settingsOf: ours,
    newcomer: ours,
    clientsSettings: ours,
  }
}

const interpreters = /^(node|python[\d.]*|ruby|perl|php|lua|deno|bun|sh|bash|dash|zsh)$/
const scripts = /\.([cm]?[jt]s|py|rb|pl|php|lua|sh)$/

/** The file that an interpreter is to read; undefined where its flags may mean that there is none. */
function scriptOf([file = "", first = ""]: readonly string[]): string | undefined {
  return interpreters.test(basename(file)) && scripts.test(first) ? first : undefined
}

/** A program that is not there is bad input, and is named before anything is started. */
function demandPrograms(plan: ProgramsPlan): void {
  const places = placesOf(
    plan.programs,
    Array.from({ length: portsNeeded(plan.programs) }, (_, at) => at + 1),
  )
  const commands = [
    ...places.nodes.filter(({ number }) => number === 1).map((node) => ({ node, command: node.program.command })),
    ...plan.roleFaults.flatMap(({ kind, role, to }) => {
      const node = places.nodes.find(({ name }) => typeof role !== "string" || name === role)
      return kind === "upgrade" && node !== undefined ? [{ node, command: to }] : []
    }),
  ]
  const files = commands.flatMap(({ command, node: { program, ...node } }) => {
    const [first = "", ...more] = command.map((word) => fill(word, gapsOf({ ...node, program }, places, "", plan.here)))
    const archives = more.flatMap((word) => word.split(":")).filter((word) => word.startsWith("/") && word.endsWith(".jar"))
    const setup = program.setup.map(([file = ""]) => fill(file, gapsOutside(program, places, plan.here)))
    const script = scriptOf(command.map((word) => fill(word, gapsOf({ ...node, program }, places, "", plan.here))))
    const scripts = script === undefined || existsSync(script) ? [] : [script]
    return [...[first, ...archives, ...setup].filter((file) => findProgram(file) === undefined), ...scripts].map((file) => ({
      name: program.name,
      file,
    }))
  })
  const missing = files
  if (missing.length === 0) return
  throw new BadInput(
    ...missing.map(({ file, name }) => ({
      saw: `the program of ${name}: ${file}`,
      expected: "a program that is there and may be started",
      instead:
        packageOf(file) === undefined ? "its path from here: ./my-node" : `apt-get install ${packageOf(file)} (on Debian), or another path`,
    })),
  )
}

/** The same for a client of one's own. */
async function demandClient({ drive, here }: ProgramsPlan): Promise<void> {
  if (drive === undefined || !isModule(drive.client)) return
  const { loadOwn } = await import("../histories/clients/own.ts")
  await loadOwn(resolve(here, drive.client))
}
