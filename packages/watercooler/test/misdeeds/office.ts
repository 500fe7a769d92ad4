/** An office in virtual time: honest BigLoads, bad actors, clients who pay, a tracker; storm, calm, verdict. */
import {
  type Answer,
  BigLoad,
  bigload,
  CrapcoinForger,
  clients,
  crapcoinHttp,
  genesisText,
  JOBS,
  planCrapcoin,
  type Request,
} from "@watercooler/bigload"
import type { ProcessFault } from "@watercooler/boss/faults"
import { NodeCrypto } from "@watercooler/host"
import { type FinalState, judge, type Verdict } from "@watercooler/judge"
import { below, expand, exponential, type JournalEvent, type Json, type NodeProgram, type Party, saltOf } from "@watercooler/kernel"
import { createTracker } from "@watercooler/sauron/tracker"
import { CALM_TIMER, catalogue, corrupt, type Misdeed } from "@watercooler/shit-node"
import { type Noted, VirtualNetwork } from "@watercooler/simulator"

const crypto = new NodeCrypto()
const TRACKER = "http://127.0.0.1:8999"
const WALL_EPOCH_MS = 1_767_225_600_000
const SECOND = 1_000_000
export const STORM_MS = 25_000
const STORM_US = STORM_MS * 1_000
const CALM_US = 6 * SECOND
const WORK_US_MEAN = 150_000

export interface Outcome {
  readonly verdict: Verdict
  readonly notes: readonly Noted[]
  readonly finals: readonly FinalState[]
}

export interface Staffing {
  readonly seed: string
  readonly honest?: number
  /** Misdeeds of each bad actor. */
  readonly shits: readonly (readonly Misdeed[])[]
  /** Stands in for the honest program of honest nodes, to see whether the judge notices. */
  readonly instead?: (program: Program) => Program
  /** What happens to honest nodes during the storm, in order of time. A pause is a thing of processes and is left out here. */
  readonly faults?: readonly { readonly atMs: number; readonly fault: ProcessFault }[]
}

export type Program = NodeProgram<Request, Answer>
type Network = VirtualNetwork<Request, Answer>

export function runOffice({ seed, honest = 4, shits, instead = (program) => program, faults = [] }: Staffing): Outcome {
  const network = networkOf(seed)
  const people = [...Array(honest).keys()].map((index) => ({ name: `bigload-${index + 1}`, kind: "bigload", endpoint: address(index) }))
  const liars = shits.map((misdeeds, index) => ({ name: `shit-${index + 1}`, kind: "shit", endpoint: address(100 + index), misdeeds }))
  const timestamp = WALL_EPOCH_MS - 1_000
  const plan = planCrapcoin(crypto, { seed, parties: [...people, ...liars], difficulty: 4, timestamp, tracker: TRACKER, thinkMs: 4_000 })
  const hire = (name: string, endpoint: string, create: () => Program) =>
    network.hire({ name, endpoint, create, codec: crapcoinHttp, jobs: JOBS })

  const id = { network: crypto.hash(genesisText(plan.genesis)), version: 1, self: TRACKER, key: plan.keyOf(sauron), name: "sauron" }
  hire("sauron", TRACKER, () => createTracker(id, crypto) as unknown as Program)
  for (const party of people) hire(party.name, party.endpoint, () => instead(honestProgram(plan.settingsOf(party))))
  for (const { misdeeds, ...party } of liars) {
    const accomplices = liars.filter(({ name }) => name !== party.name).map((liar) => ({ ...liar, key: plan.keyOf(liar) }))
    hire(party.name, party.endpoint, () => {
      const program = honestProgram(plan.settingsOf(party))
      return corrupt(program, misdeeds, { forger: new CrapcoinForger(program.node, crypto), auto: true, accomplices })
    })
  }
  const workload = clients.parseConfig(plan.clientsSettings())
  if (!workload.ok) throw new Error(workload.because)
  hire("clients", "http://127.0.0.1:7000", () => clients.create(workload.value, crypto))

  for (const { atMs, fault } of faults) {
    network.run(atMs * 1_000 - network.now)
    carryOut(network, fault)
  }
  network.run(STORM_US - network.now)
  for (const { name } of liars) network.fireTimer(name, CALM_TIMER)
  network.fireTimer("clients", "workload/stop")
  const calmAt = network.now
  network.run(CALM_US)
  network.request("bigload-1", { kind: "transfer", to: plan.keyOf(people[1] ?? sauron), amount: 1 })
  network.run(CALM_US)

  const finals = [...people, ...liars].map(({ name, kind }) => finalOf(network, name, kind === "bigload"))
  const parties: Party[] = plan.parties.map(({ name, kind, endpoint, key }) => {
    const misdeeds = liars.find((liar) => liar.name === name)?.misdeeds.map((misdeed) => misdeed.name) ?? []
    return { name, kind, endpoint, key, honest: kind === "bigload", misdeeds }
  })
  const events = journalOf(parties, network.notes, calmAt)
  const verdict = judge({ events, finals, rules: plan.rules as unknown as Json, crypto, misdeeds: catalogue, journalGaps: 0 })
  return { verdict, notes: network.notes, finals }
}

function carryOut(network: Network, fault: ProcessFault): void {
  if (fault.kind === "fire" || fault.kind === "layoff") network.fire(fault.node)
  if (fault.kind === "hire") network.hireBack(fault.node, fault.disk === "wiped" ? "wiped" : "kept")
}

const sauron = { name: "sauron", kind: "sauron" }

const address = (index: number): string => `http://127.0.0.1:${8_000 + index}`

function networkOf(seed: string): Network {
  const draw = expand(saltOf(seed, "network"))
  return new VirtualNetwork({
    seed,
    crypto,
    latencyUs: () => 500 + below(draw, 7_500),
    workUs: () => exponential(draw, WORK_US_MEAN),
  })
}

function honestProgram(settings: Json): BigLoad {
  const parsed = bigload.parseConfig(settings)
  if (!parsed.ok) throw new Error(parsed.because)
  return new BigLoad(parsed.value, crypto)
}

/** What a client can find out about a node, whole chain included. */
function finalOf(network: Network, node: string, honest: boolean): FinalState {
  const status = asked(network, node, { kind: "status" })
  if (status?.kind !== "status") throw new Error(`${node} answers ${status?.kind} when asked for its status`)
  const blocks: Json[] = []
  for (let from = 1; from <= status.height; from += 100) {
    const range = asked(network, node, { kind: "blockchain", from, limit: 100 })
    if (range?.kind === "range") blocks.push(...(range.blocks as unknown as Json[]))
  }
  const { height, head, genesis, banned } = status
  return { node, honest, alive: true, reachable: true, height, head, genesis, blocks, banned }
}

function asked(network: Network, node: string, request: Request): Answer | undefined {
  let heard: Answer | undefined
  network.request(node, request, (answer) => {
    heard = answer
  })
  return heard
}

function journalOf(parties: readonly Party[], notes: readonly Noted[], calmAt: number): JournalEvent[] {
  const header = { type: "header", version: 1, world: "simulated", run: "r", seed: "s", parties, rules: {} } as const
  const events: JournalEvent[] = [{ t: 0, node: "watercooler", seq: 1, ...header }]
  events.push({ t: calmAt, node: "watercooler", seq: 2, type: "phase", phase: "calm" })
  for (const [index, { at, node, fact }] of notes.entries()) events.push({ t: at, node, seq: index + 1, type: "note", fact })
  return events
}
