/** What every office has, whoever works there: ports, a folder, a record that Sauron hears of too, a warden, and the helpers that wait from the start. */
import { EventEmitter } from "node:events"
import { join, relative } from "node:path"
import type { NoteEvent } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import type { SauronConfig } from "../processes/sauron-config.ts"
import { againOf, whoseOf } from "../viewing/recorded.ts"
import type { Surroundings } from "./employee.ts"
import { feedSauron } from "./feed.ts"
import { freshRunId, makeFolders, officeFolders, type RunFolder, runFolder, writeSecret, writeToken } from "./folder.ts"
import { type Helper, hireHelper } from "./helper.ts"
import { type KeptPorts, keepPorts, portsLock, portsOfOthers } from "./kept-ports.ts"
import { locked } from "./lock.ts"
import { openManifest } from "./manifest.ts"
import type { NetworkPlan } from "./network.ts"
import type { OfficeParts } from "./office.ts"
import { packageRoot, processEntry } from "./package-root.ts"
import { choosePorts, isFreeForDatagrams, isPortFree, type Ports } from "./ports.ts"
import { identify } from "./proc.ts"
import { openRecorder } from "./recorder.ts"
import { enter, type OfficeEntry } from "./registry.ts"
import { sweep } from "./sweep.ts"
import { hireWarden, type Warden } from "./warden.ts"

const host = "127.0.0.1"

export interface Reserved {
  readonly runStartedNs: bigint
  readonly folder: RunFolder
  readonly ports: Ports
  readonly keptPorts: KeptPorts
  readonly entry: OfficeEntry
  readonly sauronUrl: string | undefined
}

export interface Wanted {
  readonly names: readonly string[]
  /** Ports of nodes; left out: one each. */
  readonly ports?: number
  /** Who is known to come later. */
  readonly newcomers?: number
  /** Ports have to be free for UDP as well. */
  readonly forDatagrams?: boolean
}

/** Chooses ports for the nodes, and those of the office, and makes the folder while no other office does, and keeps both until the run ends. */
export async function reserve(options: OfficeOptions, wanted: Wanted): Promise<Reserved> {
  const { forDatagrams = false, names, newcomers = 0, ports: count = names.length } = wanted
  const runStartedNs = process.hrtime.bigint()
  sweep()
  const folder = runFolder(freshRunId(new Date()), options.dir)
  return locked(portsLock, async () => {
    const kept = portsOfOthers()
    const isFree = async (port: number) =>
      !kept.has(port) && (await isPortFree(port)) && (!forDatagrams || (await isFreeForDatagrams(port)))
    const wish = { nodes: count, newcomers, nodesFrom: options.port, sauron: options.sauron, sauronAt: options.sauronPort }
    const ports = await choosePorts(wish, isFree, (port) => kept.has(port))
    const sauronUrl = ports.sauron === undefined ? undefined : `http://${host}:${ports.sauron}`
    makeFolders(folder, officeFolders(folder, names))
    const entry = enter({
      run: folder.run,
      dir: folder.dir,
      openedAt: new Date().toISOString(),
      supervisor: identify(process.pid),
      state: "open",
      controlUrl: "",
      sauronUrl: sauronUrl ?? null,
      groups: [],
    })
    const ours = [...ports.nodes, ...ports.spare, ...(ports.sauron === undefined ? [] : [ports.sauron])]
    return { runStartedNs, folder, ports, keptPorts: keepPorts(folder.run, ours), entry, sauronUrl }
  })
}

export interface Premises {
  readonly parts: Omit<OfficeParts, "employees" | "sparePorts" | "around" | "wiring">
  /** What goes on around an employee, but for the wires. */
  readonly around: Omit<Surroundings, "board">
}

/** The record begins here, with its header. */
export function openPremises(
  options: OfficeOptions,
  reserved: Reserved,
  plan: NetworkPlan,
  looks: Pick<SauronConfig, "tellers"> & { readonly dial: readonly string[] },
): Premises {
  const { entry, folder, keptPorts, ports, runStartedNs, sauronUrl } = reserved
  const { parties, rules } = plan
  const { seed } = options
  const token = writeToken(folder)
  const recorder = openRecorder(folder.record, runStartedNs)
  const warden = hireWarden((groups) => entry.update({ groups }))
  warden.folder(folder.token)
  warden.folder(keptPorts.file)
  const manifest = openManifest(folder, options, parties, ports, sauronUrl)
  const changes = new EventEmitter().setMaxListeners(0)
  const feed = sauronUrl === undefined ? undefined : feedSauron(sauronUrl, token)
  if (feed !== undefined) recorder.listen((event) => feed.see(event))
  recorder.record({ type: "header", version: 1, world: "real", run: folder.run, seed, parties, rules })

  const listeners = new Set<(event: NoteEvent) => void>()
  const noted = (event: NoteEvent) => {
    for (const listener of listeners) listener(event)
    feed?.see(event)
  }
  const sauron = ports.sauron === undefined ? undefined : hireSauron(ports.sauron, reserved, options, plan, looks, warden)
  const boss = options.boss ? hire("boss", folder, {}, warden) : undefined // Told later what to do: by then the control API has an address.
  return {
    parts: {
      ...{ options, folder, plan, recorder, warden, entry, manifest, keptPorts, dial: looks.dial, token, runStartedNs, sauronUrl },
      ...{ sauron, boss, feed, changes },
      heard: (listener) => void listeners.add(listener),
    },
    around: { warden, recorder, noted, changed: () => void changes.emit("change") },
  }
}

function hireSauron(
  port: number,
  { folder, runStartedNs }: Reserved,
  options: OfficeOptions,
  { network, parties }: NetworkPlan,
  more: Pick<SauronConfig, "dial" | "tellers">,
  warden: Warden,
): Helper {
  const config: SauronConfig = {
    host,
    port,
    run: { id: folder.run, seed: options.seed, parties },
    network,
    tokenFile: folder.token,
    ...more,
    dir: join(folder.processes, "sauron"),
    nodesDir: folder.nodes,
    webDir: join(packageRoot(), "dist", "web"),
    runStartedNs: runStartedNs.toString(),
    again: againOf({ shown: relative(process.cwd(), folder.dir) || folder.dir, whose: whoseOf(options), world: "real" }, undefined),
  }
  return hire("sauron", folder, config, warden)
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
