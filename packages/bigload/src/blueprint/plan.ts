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

export interface CrapcoinPlan {
  readonly genesis: Genesis
  /** The parties with their public keys; a wall has none. */
  readonly parties: readonly (PlannedParty & { readonly key: string })[]
  /** Settings of a party, also of one that is hired later: it has a key, but no seed money. */
  settingsOf(party: PlannedParty): Json
  keyOf(party: Pick<PlannedParty, "name" | "kind">): string
  /** Settings of the clients that pay each other through the honest BigLoads. */
  clientsSettings(): Json
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

export function planCrapcoin(crypto: Crypto, options: PlanOptions): CrapcoinPlan {
  const { seed, difficulty = 14, subsidy = 1, seedMoney = 1_000, confirmations = 6, thinkMs = 3_000 } = options
  const privateKeyOf = (name: string): string => crypto.hash(`crapcoin key\n${seed}\n${name}`)
  const keyOf = ({ name, kind }: Pick<PlannedParty, "name" | "kind">): string =>
    kind === "wall" ? "" : crypto.publicKeyOf(privateKeyOf(name))
  const parties = options.parties.map((party) => ({ ...party, key: keyOf(party) }))
  const allocations = parties.filter(({ key }) => key !== "").map(({ key }) => ({ address: key, amount: seedMoney }))
  const genesis: Genesis = { name: "office", difficulty, subsidy, timestamp: options.timestamp, allocations }

  return {
    genesis,
    parties,
    keyOf,
    settingsOf: ({ name, kind, endpoint }) => {
      if (kind === "wall") return { name }
      return {
        name,
        endpoint,
        privateKey: privateKeyOf(name),
        genesis: genesis,
        tracker: options.tracker ?? "",
        bootNodes: (options.bootNodes ?? []).filter((bootNode) => bootNode !== endpoint),
        confirmations,
        ...(options.minPeers === undefined ? {} : { minPeers: options.minPeers }),
      }
    },
    clientsSettings: () => ({
      name: "clients",
      thinkUs: thinkMs * 1_000,
      targets: parties.filter(({ kind }) => kind === "bigload").map(({ name, endpoint, key }) => ({ name, endpoint, address: key })),
    }),
    rules: { network: "crapcoin", genesis: genesis, k: confirmations },
  }
}
