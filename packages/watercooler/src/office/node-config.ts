/** What a node process is told: everything that the office has decided about it. */
import type { Party } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import type { Config } from "./employee.ts"
import type { NodeFolder } from "./folder.ts"
import type { NetworkPlan } from "./network.ts"

const mebibyte = 1024 * 1024
const journalBytesMax = 256 * mebibyte
const inputsBytesMax = 64 * mebibyte

export interface NodeOrder {
  readonly party: Party
  readonly plan: NetworkPlan
  readonly options: OfficeOptions
  readonly folder: NodeFolder
  readonly runStartedNs: bigint
  readonly sauronUrl: string | undefined
}

export function nodeConfig({ party, plan, options, folder, runStartedNs, sauronUrl }: NodeOrder): Config {
  return {
    ...surroundings(plan, options, folder, runStartedNs, sauronUrl),
    name: party.name,
    program: plan.programOf(party),
    settings: plan.settingsOf(party),
    misdeeds: party.misdeeds,
    accomplices: plan.parties
      .filter(({ honest, name }) => !honest && name !== party.name)
      .map(({ name, endpoint, key }) => ({ name, endpoint, key })),
    auto: options.auto,
    port: Number(new URL(party.endpoint).port),
    store: "sqlite",
  }
}

/** The process that plays the clients: no party of the network, so nobody dials it and any port will do. */
export function clientsConfig(order: Omit<NodeOrder, "party">): Config {
  const { plan, options, folder, runStartedNs, sauronUrl } = order
  return {
    ...surroundings(plan, options, folder, runStartedNs, sauronUrl),
    name: "clients",
    program: "clients",
    settings: plan.clientsSettings(),
    misdeeds: [],
    accomplices: [],
    auto: true,
    port: 0,
    store: "memory",
  }
}

function surroundings(plan: NetworkPlan, options: OfficeOptions, folder: NodeFolder, runStartedNs: bigint, sauronUrl: string | undefined) {
  return {
    seed: options.seed,
    host: "127.0.0.1",
    fsync: false,
    storageDir: folder.storage,
    logDir: folder.logs,
    logLevel: "info",
    journalFile: folder.journal,
    journalBytesMax,
    inputsFile: folder.inputs,
    inputsBytesMax,
    runStartedNs: runStartedNs.toString(),
    sauronUrl: sauronUrl ?? "",
    dial: dialRanges(plan.parties, sauronUrl),
    peerTimeoutMs: 2_000,
    asksPerPeerMax: 8,
    asksMax: 64,
    requestsPerSecondPerLink: 500,
  } as const
}

/** The places of the run: nobody dials anywhere else. */
export function dialRanges(parties: readonly Party[], sauronUrl?: string): readonly string[] {
  const ports = parties.map((party) => Number(new URL(party.endpoint).port))
  const nodes = `127.0.0.1:${Math.min(...ports)}-${Math.max(...ports)}`
  return sauronUrl === undefined ? [nodes] : [nodes, `127.0.0.1:${new URL(sauronUrl).port}-${new URL(sauronUrl).port}`]
}
