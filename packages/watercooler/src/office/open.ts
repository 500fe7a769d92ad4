/** Opens an office: ports, folder, parties, and every process at once. */
import { EventEmitter } from "node:events"
import { join, relative } from "node:path"
import { isLinkFault, type LinkTable } from "@watercooler/boss/faults"
import { NodeCrypto } from "@watercooler/host"
import type { NoteEvent } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import type { SauronConfig } from "../processes/sauron-config.ts"
import { linkTable } from "../scenario/plan/link-table.ts"
import type { ScenarioPlan } from "../scenario/plan/plan.ts"
import { againOf } from "../viewing/recorded.ts"
import { assignMisdeeds, catalogue } from "./assignment.ts"
import { Employee, type Outcome } from "./employee.ts"
import { feedSauron } from "./feed.ts"
import { freshRunId, makeFolders, officeFolders, type RunFolder, runFolder, writeSecret, writeToken } from "./folder.ts"
import { type Helper, hireHelper } from "./helper.ts"
import { type KeptPorts, keepPorts, portsLock, portsOfOthers } from "./kept-ports.ts"
import { locked } from "./lock.ts"
import { openManifest } from "./manifest.ts"
import { honestNames, shitNames } from "./names.ts"
import { type NetworkOrder, type NetworkPlan, type Person, planNetwork } from "./network.ts"
import { dialRanges, nodeConfig } from "./node-config.ts"
import { Office } from "./office.ts"
import { packageRoot, processEntry } from "./package-root.ts"
import { choosePorts, isPortFree, type Ports } from "./ports.ts"
import { nodePost } from "./post.ts"
import { identify } from "./proc.ts"
import { openRecorder } from "./recorder.ts"
import { enter, type OfficeEntry } from "./registry.ts"
import { sweep } from "./sweep.ts"
import { hireWarden, type Warden } from "./warden.ts"
import { CLIENTS, TRACKER, Wiring } from "./wiring.ts"

const host = "127.0.0.1"

/** Resolves as soon as everybody has been started; `ready.ts` waits for them. Bad input throws before anything is started. */
export async function openOffice(options: OfficeOptions): Promise<{ office: Office; hired: readonly Promise<Outcome>[] }> {
  const runStartedNs = process.hrtime.bigint()
  sweep()
  const folder = runFolder(freshRunId(new Date()), options.dir)
  const people = await peopleOf(options)
  const names = people.map(({ name }) => name)
  const { ports, keptPorts, entry } = await reserve(options, folder, names)
  const endpoints = new Map(names.map((name, at) => [name, `http://${host}:${ports.nodes[at]}`]))
  const sauronUrl = ports.sauron === undefined ? undefined : `http://${host}:${ports.sauron}`

  const crypto = new NodeCrypto()
  const { scenario } = options
  const order: NetworkOrder = {
    seed: options.seed,
    people: people.map((person) => ({ ...person, endpoint: endpoints.get(person.name) ?? "" })),
    difficultyBits: options.difficultyBits,
    sauronUrl,
    ...(scenario === undefined ? {} : { coin: scenario.network }),
    ...(scenario?.workload.transfers === undefined ? {} : { transfers: scenario.workload.transfers }),
  }
  const plan = planNetwork(order, crypto)
  const dial = dialRanges([...ports.nodes, ...ports.spare])
  const token = writeToken(folder)
  const recorder = openRecorder(folder.record, runStartedNs)
  const warden = hireWarden((groups) => entry.update({ groups }))
  warden.folder(folder.token)
  warden.folder(keptPorts.file)
  const manifest = openManifest(folder, options, plan.parties, ports, sauronUrl)

  const changes = new EventEmitter().setMaxListeners(0)
  const feed = sauronUrl === undefined ? undefined : feedSauron(sauronUrl, token)
  if (feed !== undefined) recorder.listen((event) => feed.see(event))
  recorder.record({
    type: "header",
    version: 1,
    world: "real",
    run: folder.run,
    seed: options.seed,
    parties: plan.parties,
    rules: plan.rules,
  })

  // The office is there before the first of its nodes notes anything.
  const listeners = new Set<(event: NoteEvent) => void>()
  const noted = (event: NoteEvent) => {
    for (const listener of listeners) listener(event)
    feed?.see(event)
    office.timeline?.hear(event)
  }
  const wiring = new Wiring({
    folder,
    warden,
    seed: options.seed,
    runStartedNs,
    sauronUrl,
    parties: () => employees.map(({ party }) => party),
    rewire: (board) => rewire(office, board),
  })
  const around = { warden, recorder, noted, changed: () => void changes.emit("change"), board: () => wiring.board }
  const employees: Employee[] = plan.parties.map((party) => {
    const { parties } = plan
    const linkSecret = wiring.secretOf(party.name)
    const config = nodeConfig({ party, parties, plan, options, folder: folder.node(party.name), runStartedNs, sauronUrl, dial, linkSecret })
    return new Employee(party, folder.node(party.name), nodePost(config, folder.node(party.name)), around)
  })
  const sauron = ports.sauron === undefined ? undefined : hireSauron(folder, ports.sauron, options.seed, plan, dial, runStartedNs, warden)
  const boss = options.boss ? hireBoss(folder, warden) : undefined
  const office = new Office({
    options,
    folder,
    plan,
    recorder,
    warden,
    entry,
    manifest,
    employees,
    keptPorts,
    sparePorts: [...ports.spare],
    dial,
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
  const links = scenario === undefined ? undefined : wiresOf(scenario)
  const wired = links === undefined ? Promise.resolve() : wiring.open(links)
  return { office, hired: employees.map((employee) => wired.then(() => employee.hire("kept"))) }
}

/** Who is hired at the start: as the flags say, or as the scenario does. */
async function peopleOf(options: OfficeOptions): Promise<readonly Omit<Person, "endpoint">[]> {
  if (options.scenario !== undefined)
    return options.scenario.nodes.map(({ name, kind, misdeeds, boot, minPeers }) => ({ name, kind, misdeeds, boot, minPeers }))
  const misdeeds = assignMisdeeds(shitNames(options.shits), options.misdeeds, await catalogue(), options.seed)
  return [
    ...honestNames(options.bigloads).map((name) => ({ name, kind: options.kind, misdeeds: [] })),
    ...shitNames(options.shits).map((name) => ({ name, kind: "shit", misdeeds: misdeeds.get(name) ?? [] })),
  ]
}

/** What the links of a scenario are like; undefined where they are as this machine has them, and nothing befalls them: then nobody is between the nodes. */
function wiresOf({ faults, links, nodes }: ScenarioPlan): LinkTable | undefined {
  const isTouched = faults.some((planned) => isLinkFault(planned.fault) || ("when" in planned && "sends" in planned.when))
  if (links.asTheyAre) return isTouched ? { otherwise: {} } : undefined
  return linkTable(links, [...nodes.map(({ name }) => name), ...newcomersOf({ faults }), CLIENTS, TRACKER])
}

function newcomersOf(scenario: Pick<ScenarioPlan, "faults"> | undefined): readonly string[] {
  const faults = scenario?.faults ?? []
  return faults.flatMap(({ fault }) => (fault.kind === "hire" && fault.newcomer !== undefined ? [fault.node] : []))
}

/** Whoever is at work goes through the switchboard; only when all do is anybody noticed who does not. */
async function rewire({ parts: { employees }, clients }: Office, board: string): Promise<void> {
  clients?.running.say({ do: "switch", board })
  await Promise.all(employees.map((employee) => employee.rewire(board)))
  for (const employee of employees) employee.expectSwitchboard()
}

export function hireSauron(
  folder: RunFolder,
  port: number,
  seed: string,
  plan: NetworkPlan,
  dial: readonly string[],
  runStartedNs: bigint,
  warden: Warden,
): Helper {
  const config: SauronConfig = {
    host,
    port,
    run: { id: folder.run, seed, parties: plan.parties },
    network: plan.network,
    tokenFile: folder.token,
    dial,
    dir: join(folder.processes, "sauron"),
    nodesDir: folder.nodes,
    webDir: join(packageRoot(), "dist", "web"),
    runStartedNs: runStartedNs.toString(),
    again: againOf({ shown: relative(process.cwd(), folder.dir) || folder.dir, world: "real" }, undefined),
  }
  return hire("sauron", folder, config, warden)
}

/** The Boss is hired with everybody else and told later what to do: by then the control API has an address. */
export function hireBoss(folder: RunFolder, warden: Warden): Helper {
  return hire("boss", folder, {}, warden)
}

function hire(name: "sauron" | "boss", folder: RunFolder, config: object, warden: Warden): Helper {
  const file = join(folder.processes, `${name}.json`)
  writeSecret(file, JSON.stringify(config))
  return hireHelper(
    name,
    { entry: processEntry(name), args: ["--config", file], outputFile: join(folder.processes, `${name}.log`) },
    warden,
  )
}

interface Reserved {
  readonly ports: Ports
  readonly keptPorts: KeptPorts
  readonly entry: OfficeEntry
}

/** Chooses `count` ports for nodes, and those of the office, and makes the folder while no other office does, and keeps both until the run ends. */
export async function reserve(
  options: OfficeOptions,
  folder: RunFolder,
  names: readonly string[],
  count = names.length,
): Promise<Reserved> {
  return locked(portsLock, async () => {
    const kept = portsOfOthers()
    const isFree = async (port: number) => !kept.has(port) && (await isPortFree(port))
    const wish = {
      nodes: count,
      newcomers: newcomersOf(options.scenario).length,
      nodesFrom: options.port,
      sauron: options.sauron,
      sauronAt: options.sauronPort,
    }
    const ports = await choosePorts(wish, isFree, (port) => kept.has(port))
    makeFolders(folder, officeFolders(folder, names))
    const entry = enter({
      run: folder.run,
      dir: folder.dir,
      openedAt: new Date().toISOString(),
      supervisor: identify(process.pid),
      state: "open",
      controlUrl: "",
      sauronUrl: ports.sauron === undefined ? null : `http://${host}:${ports.sauron}`,
      groups: [],
    })
    const ours = [...ports.nodes, ...ports.spare, ...(ports.sauron === undefined ? [] : [ports.sauron])]
    return { ports, keptPorts: keepPorts(folder.run, ours), entry }
  })
}
