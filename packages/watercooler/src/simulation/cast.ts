/** Everybody who takes part in a simulated run: keys, endpoints, programs, and what each is told at its start. */
import {
  type Answer,
  type BigLoad,
  bigload,
  CrapcoinForger,
  clients,
  crapcoinHttp,
  genesisText,
  JOBS,
  planCrapcoin,
  type Request,
  wall,
} from "@watercooler/bigload"
import type { Crypto, Json, NodeProgram, Party } from "@watercooler/kernel"
import { createTracker } from "@watercooler/sauron/tracker"
import { corrupt, findMisdeed, type Misdeed } from "@watercooler/shit-node"
import { type PartyPlan, WALL_EPOCH_US } from "@watercooler/simulator"
import type { PlannedNode, ScenarioPlan } from "../scenario/index.ts"
import { powerInAll } from "../scenario/plan/nodes.ts"

export type Program = NodeProgram<Request, Answer>
export type Member = PartyPlan<Request, Answer>

/** Blocks take as long as the scenario says, whatever the bits: few, so that the machine that simulates does not mine for real. A scenario's own `difficulty` is for processes. */
const DIFFICULTY_BITS = 4
const FIRST_PORT = 8_000
const TRACKER_ENDPOINT = "http://127.0.0.1:7999"
const CLIENTS_ENDPOINT = "http://127.0.0.1:7998"
export const TRACKER = "tracker"
export const CLIENTS = "clients"

/** A change to a program, for tests of the tester: nodes that are called honest and are not. */
export type Stand = (name: string, program: Program) => Program

export class Cast {
  readonly parties: Party[]
  readonly rules: { readonly network: "crapcoin"; readonly genesis: Json; readonly k: number }
  readonly #crypto: Crypto
  readonly #scenario: ScenarioPlan
  readonly #stand: Stand
  readonly #coin: ReturnType<typeof planCrapcoin>
  readonly #network: string

  constructor(scenario: ScenarioPlan, crypto: Crypto, stand: Stand = (_name, program) => program) {
    const { network, nodes, seed } = scenario
    this.#crypto = crypto
    this.#scenario = scenario
    this.#stand = stand
    const places = nodes.map(({ name, kind }, at) => ({ name, kind: kind as string, endpoint: endpointAt(at) }))
    this.#coin = planCrapcoin(crypto, {
      seed,
      parties: places,
      difficulty: DIFFICULTY_BITS,
      subsidy: network.subsidy,
      seedMoney: network.money,
      confirmations: network.confirmations,
      timestamp: WALL_EPOCH_US / 1_000 - 1_000,
      ...(scenario.tracker ? { tracker: TRACKER_ENDPOINT } : {}),
    })
    this.rules = this.#coin.rules
    this.#network = crypto.hash(genesisText(this.#coin.genesis))
    this.parties = this.#coin.parties.map((party, at) => {
      const { honest, misdeeds } = nodes[at] as PlannedNode
      return { ...party, honest, misdeeds }
    })
  }

  /** Who is there from the beginning: nodes, and the tracker if there is one. The clients come when everybody is ready. */
  get members(): readonly Member[] {
    const nodes = this.#scenario.nodes.map((node) => this.#member(node, this.party(node.name)))
    return this.#scenario.tracker ? [this.#tracker(), ...nodes] : nodes
  }

  /** The clients, if there is a workload for them. */
  get clients(): Member | undefined {
    const { transfers } = this.#scenario.workload
    if (transfers === undefined) return undefined
    const settings = clients.parseConfig(this.#coin.clientsSettings(transfers))
    if (!settings.ok) throw new Error(`the clients: ${settings.because}`)
    const config = settings.value
    return { name: CLIENTS, endpoint: CLIENTS_ENDPOINT, create: () => clients.create(config, this.#crypto), codec: crapcoinHttp }
  }

  /** Of all nodes together. */
  get powerInAll(): number {
    return powerInAll(this.#scenario.nodes)
  }

  party(name: string): Party {
    const party = this.parties.find((each) => each.name === name)
    if (party === undefined) throw new Error(`nobody is called ${name}`)
    return party
  }

  /** Somebody who was never there: a key, and no seed money. */
  enrol(node: PlannedNode): Member {
    const { name, kind, honest, misdeeds } = node
    const endpoint = endpointAt(this.parties.length)
    const party: Party = { name, kind, endpoint, honest, misdeeds, key: this.#coin.keyOf({ name, kind }) }
    this.parties.push(party)
    return this.#member(node, party)
  }

  #member(node: PlannedNode, party: Party): Member {
    const { name, endpoint } = party
    if (node.kind === "wall") {
      const config = wall.parseConfig({ name })
      if (!config.ok) throw new Error(`${name}: ${config.because}`)
      return { name, endpoint, create: () => wall.create(config.value, this.#crypto) as unknown as Program, codec: wall.http as never }
    }
    const boot = node.boot.map((each) => this.party(each).endpoint)
    const config = bigload.parseConfig(this.#coin.settingsOf(party, { boot, minPeers: node.minPeers }))
    if (!config.ok) throw new Error(`${name}: ${config.because}`)
    const misdeeds = node.misdeeds.map((misdeed) => findMisdeed(misdeed) as Misdeed)
    const create = (): Program => {
      const honest = bigload.create(config.value, this.#crypto) as BigLoad
      return misdeeds.length === 0 ? this.#stand(name, honest) : this.#corrupted(honest, party, misdeeds)
    }
    return { name, endpoint, create, codec: crapcoinHttp, jobs: JOBS, power: node.hashPower }
  }

  #corrupted(honest: BigLoad, { name }: Party, misdeeds: readonly Misdeed[]): Program {
    const accomplices = this.parties
      .filter((party) => !party.honest && party.name !== name)
      .map((party) => ({ name: party.name, endpoint: party.endpoint, key: party.key }))
    const forger = new CrapcoinForger(honest.node, this.#crypto)
    return corrupt<Request, Answer>(honest, misdeeds, { forger, auto: true, accomplices }) as Program
  }

  #tracker(): Member {
    const privateKey = this.#crypto.hash(`crapcoin tracker\n${this.#scenario.seed}`)
    const id = { network: this.#network, version: 1, self: TRACKER_ENDPOINT, key: this.#crypto.publicKeyOf(privateKey), name: TRACKER }
    const create = () => createTracker(id, this.#crypto) as unknown as Program
    return { name: TRACKER, endpoint: TRACKER_ENDPOINT, create, codec: crapcoinHttp }
  }
}

const endpointAt = (at: number): string => `http://127.0.0.1:${FIRST_PORT + at}`
