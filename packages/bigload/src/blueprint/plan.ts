/** Plans a CrapCoin office: who has which key and how much seed money, and what every party is told at its start. */
import type { Crypto, Json } from "@watercooler/kernel"
import type { Genesis } from "../protocol/types.ts"

export interface PlannedParty {
  readonly name: string
  /** bigload, bigcrap, wall or shit. */
  readonly kind: string
  readonly endpoint: string
}

export interface PlanOptions {
  readonly seed: string
  readonly parties: readonly PlannedParty[]
  /** Leading zero bits of every block's hash. */
  readonly difficulty?: number
  readonly subsidy?: number
  /** What each account holds before the first block. */
  readonly seedMoney?: number
  /** Milliseconds since 1970; no block is older. */
  readonly timestamp: number
  readonly tracker?: string
  readonly bootNodes?: readonly string[]
  readonly minPeers?: number
  readonly confirmations?: number
  /** Mean pause between two transfers of one node's owner. */
  readonly thinkMs?: number
}

/** By whom one party joins, where that is not as for all others. */
export interface Joining {
  /** Endpoints, in place of the tracker and of the planned boot nodes. */
  readonly boot?: readonly string[]
  readonly minPeers?: number
}

/** Who pays whom, by their names, and how much. */
export interface Transfers {
  /** From one transfer to the next in the whole network, on average. */
  readonly everyUs: number
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Undefined: from one coin to a tenth of what the payer has. */
  readonly amount: { readonly min: number; readonly max: number } | undefined
}

export interface CrapcoinPlan {
  readonly genesis: Genesis
  /** The parties with their public keys; a wall has none. */
  readonly parties: readonly (PlannedParty & { readonly key: string })[]
  /** Settings of a party, also of one that is hired later: it has a key, but no seed money. */
  settingsOf(party: PlannedParty, joining?: Joining): Json
  keyOf(party: Pick<PlannedParty, "name" | "kind">): string
  /** Settings of the clients. Without transfers the owners of all honest BigLoads pay each other. Throws where these name somebody who is no party. */
  clientsSettings(transfers?: Transfers): Json
  /** What the judge must know. */
  readonly rules: { readonly network: "crapcoin"; readonly genesis: Json; readonly k: number }
}

/** The program that runs a kind of party. */
export const PROGRAM_OF: Readonly<Record<string, "bigload" | "wall">> = {
  bigload: "bigload",
  bigcrap: "bigload",
  shit: "bigload",
  wall: "wall",
}

const THINK_US_MIN = 1_000

export function planCrapcoin(crypto: Crypto, options: PlanOptions): CrapcoinPlan {
  const { seed, difficulty = 14, subsidy = 1, seedMoney = 1_000, confirmations = 6, thinkMs = 3_000 } = options
  const privateKeyOf = (name: string): string => crypto.hash(`crapcoin key\n${seed}\n${name}`)
  const keyOf = ({ name, kind }: Pick<PlannedParty, "name" | "kind">): string =>
    kind === "wall" ? "" : crypto.publicKeyOf(privateKeyOf(name))
  const parties = options.parties.map((party) => ({ ...party, key: keyOf(party) }))
  const allocations = parties.filter(({ key }) => key !== "").map(({ key }) => ({ address: key, amount: seedMoney }))
  const genesis: Genesis = { name: "office", difficulty, subsidy, timestamp: options.timestamp, allocations }

  const targets = new Map(parties.map(({ name, endpoint, key }) => [name, { name, endpoint, address: key }]))
  const targetOf = (name: string) => {
    const target = targets.get(name)
    if (target === undefined) throw new Error(`nobody is called ${name}`)
    return target
  }

  return {
    genesis,
    parties,
    keyOf,
    settingsOf: ({ name, kind, endpoint }, { boot = [], minPeers = options.minPeers } = {}) => {
      if (kind === "wall") return { name }
      const [tracker, bootNodes] = boot.length > 0 ? ["", boot] : [options.tracker ?? "", options.bootNodes ?? []]
      return {
        name,
        endpoint,
        privateKey: privateKeyOf(name),
        genesis: genesis,
        tracker,
        bootNodes: bootNodes.filter((bootNode) => bootNode !== endpoint),
        confirmations,
        ...(minPeers === undefined ? {} : { minPeers }),
      }
    },
    clientsSettings: (transfers) => {
      const bigloads = parties.filter(({ kind }) => kind === "bigload").map(({ name }) => targetOf(name))
      if (transfers === undefined) return { name: "clients", thinkUs: thinkMs * 1_000, targets: bigloads }
      const { amount, everyUs, from, to } = transfers
      return {
        name: "clients",
        // Each owner pauses so long that all together pay as often as was asked.
        thinkUs: Math.max(THINK_US_MIN, everyUs * from.length),
        targets: from.map(targetOf),
        payees: to.map(targetOf),
        ...(amount === undefined ? {} : { amountMin: amount.min, amountMax: amount.max }),
      }
    },
    rules: { network: "crapcoin", genesis: genesis, k: confirmations },
  }
}
