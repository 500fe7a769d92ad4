/** What a node process is told: everything that the office has decided about it. */
import type { NodeConfig } from "@watercooler/host"
import type { Party } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import { powerInAll } from "../scenario/plan/nodes.ts"
import type { NodeFolder } from "./folder.ts"
import type { NetworkPlan } from "./network.ts"
import type { Config } from "./post.ts"

const mebibyte = 1024 * 1024
const journalBytesMax = 256 * mebibyte
const inputsBytesMax = 64 * mebibyte

export interface NodeOrder {
  readonly party: Party
  /** Everybody who works here by now. */
  readonly parties: readonly Party[]
  readonly plan: NetworkPlan
  readonly options: OfficeOptions
  readonly folder: NodeFolder
  readonly runStartedNs: bigint
  readonly sauronUrl: string | undefined
  /** Where nodes may dial, Sauron apart. */
  readonly dial: readonly string[]
  /** Proves the node to a switchboard, and one to it. */
  readonly linkSecret: string
}

export function nodeConfig(order: NodeOrder): Config {
  const { party, parties, plan, options } = order
  return {
    ...surroundings(order),
    name: party.name,
    program: plan.programOf(party),
    settings: plan.settingsOf(party),
    misdeeds: party.misdeeds,
    accomplices: parties
      .filter(({ honest, name }) => !honest && name !== party.name)
      .map(({ name, endpoint, key }) => ({ name, endpoint, key })),
    auto: options.auto,
    port: Number(new URL(party.endpoint).port),
    store: "sqlite",
    effortPerSecond: effortOf(party.name, options),
  }
}

/** The process that plays the clients: no party of the network, so nobody dials it and any port will do. */
export function clientsConfig(order: Omit<NodeOrder, "party" | "parties">, switchboard: string): NodeConfig {
  return {
    ...surroundings(order),
    switchboard,
    torments: [],
    disk: "kept",
    effortPerSecond: 0,
    name: "clients",
    program: "clients",
    settings: order.plan.clientsSettings(),
    misdeeds: [],
    accomplices: [],
    auto: true,
    port: 0,
    store: "memory",
  }
}

function surroundings({ options, folder, runStartedNs, sauronUrl, dial, linkSecret }: Omit<NodeOrder, "party" | "parties">) {
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
    dial: sauronUrl === undefined ? dial : [...dial, ...dialRanges([Number(new URL(sauronUrl).port)])],
    linkSecret,
    peerTimeoutMs: 2_000,
    asksPerPeerMax: 8,
    asksMax: 64,
    requestsPerSecondPerLink: 500,
  } as const
}

/** The places of the run, as spans of ports that follow each other: nobody dials anywhere else. */
export function dialRanges(ports: readonly number[]): readonly string[] {
  const spans: { from: number; to: number }[] = []
  for (const port of [...ports].sort((a, b) => a - b)) {
    const last = spans.at(-1)
    if (last !== undefined && port <= last.to + 1) last.to = port
    else spans.push({ from: port, to: port })
  }
  return spans.map(({ from, to }) => `127.0.0.1:${from}-${to}`)
}

/**
 * Hashes a second, so that all nodes together find a block as often as a scenario says, each by its share of the power: the same on a fast machine as on a
 * slow one. Without a scenario, as many as the machine can. Whoever joins later has power 1.
 */
function effortOf(name: string, { difficultyBits, scenario }: OfficeOptions): number {
  if (scenario === undefined) return 0
  const { network, nodes } = scenario
  const power = nodes.find((node) => node.name === name)?.hashPower ?? 1
  return Math.max(1, Math.round((2 ** difficultyBits * power * 1_000_000) / (network.blockIntervalUs * powerInAll(nodes))))
}
