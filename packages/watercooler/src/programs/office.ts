/** Opens an office of programs that are not ours. The office itself is the one of our own nodes; its employees are other people's. */
import { EventEmitter } from "node:events"
import type { NoteEvent, Party } from "@watercooler/kernel"
import { BadInput } from "../input/complaint.ts"
import type { OfficeOptions } from "../input/options.ts"
import { Employee, type Outcome } from "../office/employee.ts"
import { feedSauron } from "../office/feed.ts"
import { freshRunId, runFolder, writeToken } from "../office/folder.ts"
import { openManifest } from "../office/manifest.ts"
import type { NetworkPlan } from "../office/network.ts"
import { Office } from "../office/office.ts"
import { hireBoss, hireSauron, reserve } from "../office/open.ts"
import { openRecorder } from "../office/recorder.ts"
import { sweep } from "../office/sweep.ts"
import { hireWarden } from "../office/warden.ts"
import { CLIENTS, Wiring } from "../office/wiring.ts"
import { whoDialled } from "./dialler.ts"
import { findProgram, packageOf } from "./known.ts"
import { gapsOf, gapsOutside, HOST, type Places, placesOf, portsNeeded } from "./places.ts"
import { nodesOf, type ProgramsPlan } from "./plan.ts"
import { programPost } from "./post.ts"
import { fill } from "./template.ts"

export interface OpenPrograms {
  readonly office: Office
  readonly places: Places
  readonly hired: readonly Promise<Outcome>[]
  /** Who else may dial them, by the number of its process group. */
  readonly guests: Map<number, string>
}

export async function openPrograms(options: OfficeOptions, plan: ProgramsPlan): Promise<OpenPrograms> {
  const runStartedNs = process.hrtime.bigint()
  sweep()
  demandPrograms(plan)
  const folder = runFolder(freshRunId(new Date()), options.dir)
  const names = nodesOf(plan.programs).map(({ name }) => name)
  const { entry, keptPorts, ports } = await reserve(options, folder, names, portsNeeded(plan.programs))
  const places = placesOf(plan.programs, ports.nodes)
  const sauronUrl = ports.sauron === undefined ? undefined : `http://${HOST}:${ports.sauron}`
  const parties = places.nodes.map(({ name, program }): Party => {
    const endpoint = `http://${HOST}:${places.listens(name, program.ports[0] as string)}`
    return { name, kind: program.name, honest: true, misdeeds: [], endpoint, key: "" }
  })
  const network = networkOf(parties)
  const token = writeToken(folder)
  const recorder = openRecorder(folder.record, runStartedNs)
  const warden = hireWarden((groups) => entry.update({ groups }))
  warden.folder(folder.token)
  warden.folder(keptPorts.file)
  const manifest = openManifest(folder, options, parties, ports, sauronUrl)
  const changes = new EventEmitter().setMaxListeners(0)
  const feed = sauronUrl === undefined ? undefined : feedSauron(sauronUrl, token)
  if (feed !== undefined) recorder.listen((event) => feed.see(event))
  recorder.record({ type: "header", version: 1, world: "real", run: folder.run, seed: options.seed, parties, rules: {} })

  const listeners = new Set<(event: NoteEvent) => void>()
  const guests = new Map([[process.pid, CLIENTS]])
  const groups = (): ReadonlyMap<number, string> =>
    new Map([...employees.flatMap(({ name, pid }) => (pid === undefined ? [] : [[pid, name] as const])), ...guests])
  const wiring = new Wiring({
    folder,
    warden,
    seed: options.seed,
    runStartedNs,
    sauronUrl,
    parties: () => parties,
    rewire: async () => undefined, // They have been told from the start by which ports they reach each other.
    programs: {
      fronts: places.fronts,
      proxies: places.proxies,
      destinations: places.destinations,
      whoDialled: (from, to) => whoDialled(from, to, groups()),
    },
  })
  const noted = (event: NoteEvent) => {
    for (const listener of listeners) listener(event)
    feed?.see(event)
  }
  const around = { warden, recorder, noted, changed: () => void changes.emit("change"), board: () => wiring.board }
  const employees = places.nodes.map((node, at) => {
    const place = folder.node(node.name)
    return new Employee(parties[at] as Party, place, programPost(node, places, place, plan.here), around)
  })
  const sauron = ports.sauron === undefined ? undefined : hireSauron(folder, ports.sauron, options.seed, network, [], runStartedNs, warden)
  const boss = options.boss ? hireBoss(folder, warden) : undefined
  const office = new Office({
    options,
    folder,
    plan: network,
    recorder,
    warden,
    entry,
    manifest,
    employees,
    keptPorts,
    sparePorts: [],
    dial: [],
    around,
    token,
    runStartedNs,
    sauronUrl,
    sauron,
    boss,
    feed,
    changes,
    wiring,
    heard: (listener) => void listeners.add(listener),
  })
  const wired = places.fronts.length === 0 ? Promise.resolve() : wiring.open()
  return { office, places, guests, hired: employees.map((employee) => wired.then(() => employee.hire("kept"))) }
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

/** A program that is not there is bad input, and is named before anything is started. */
function demandPrograms(plan: ProgramsPlan): void {
  const places = placesOf(
    plan.programs,
    Array.from({ length: portsNeeded(plan.programs) }, (_, at) => at + 1),
  )
  const missing = plan.programs.flatMap((program) => {
    const node = places.nodes.find((each) => each.program === program)
    const [first = "", ...more] = node === undefined ? [] : program.command.map((word) => fill(word, gapsOf(node, places, "", plan.here)))
    const files = [
      first,
      ...more.flatMap((word) => word.split(":")).filter((word) => word.startsWith("/") && word.endsWith(".jar")),
      ...program.setup.map(([file = ""]) => fill(file, gapsOutside(program, places, plan.here))),
    ]
    return files.filter((file) => findProgram(file) === undefined).map((file) => ({ name: program.name, file }))
  })
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
