/** The network that an office runs, as watercooler needs to know it: who takes part, and what each is configured with. */
import { genesisText, PROGRAM_OF, planCrapcoin, type Transfers } from "@watercooler/bigload"
import type { Crypto, Json, Party } from "@watercooler/kernel"
import { firstFull } from "../scenario/plan/joining.ts"

export interface NetworkOrder {
  readonly seed: string
  readonly people: readonly Person[]
  readonly difficultyBits: number
  readonly sauronUrl: string | undefined
  /** Left out: as the network's own plan has it. */
  readonly coin?: { readonly confirmations: number; readonly subsidy: number; readonly money: number }
  /** Left out: every honest BigLoad's owner pays the others. */
  readonly transfers?: Transfers
}

export interface Person extends Place {
  readonly kind: string
  readonly misdeeds: readonly string[]
  /** Names of those by whom it joins; left out, by the tracker, or without one by the first. */
  readonly boot?: readonly string[]
  readonly minPeers?: number
}

export interface Place {
  readonly name: string
  readonly endpoint: string
}

export interface NetworkPlan {
  readonly parties: readonly Party[]
  /** What members call the network in their hellos. */
  readonly network: { readonly name: string; readonly version: number }
  /** Which entry of the node process's table of programs a party runs. */
  readonly programOf: (party: Party) => string
  /** `boot`: the node by which it joins, in place of the tracker and of the planned boot node. */
  readonly settingsOf: (party: Party, boot?: string) => Json
  /** Somebody whom nobody had planned: a key, and no seed money. */
  readonly newcomer: (place: Place, kind: string, misdeeds: readonly string[]) => Party
  /** What the process that plays the clients is configured with. */
  readonly clientsSettings: () => Json
  readonly rules: { readonly [key: string]: Json | undefined }
}

export function planNetwork(order: NetworkOrder, crypto: Crypto): NetworkPlan {
  const { coin, people } = order
  const first = firstFull(people)
  const plan = planCrapcoin(crypto, {
    seed: order.seed,
    parties: people.map(({ name, kind, endpoint }) => ({ name, kind, endpoint })),
    difficulty: order.difficultyBits,
    timestamp: Date.now(),
    ...(coin === undefined ? {} : { confirmations: coin.confirmations, subsidy: coin.subsidy, seedMoney: coin.money }),
    ...(order.sauronUrl === undefined ? { bootNodes: first === undefined ? [] : [first.endpoint] } : { tracker: order.sauronUrl }),
  })
  const personOf = (name: string) => people.find((person) => person.name === name)
  const parties = plan.parties.map((party) => {
    return { ...party, honest: party.kind !== "shit", misdeeds: personOf(party.name)?.misdeeds ?? [] }
  })
  return {
    network: { name: crypto.hash(genesisText(plan.genesis)), version: 1 },
    parties,
    programOf: ({ kind }) => PROGRAM_OF[kind] ?? "bigload",
    settingsOf: (party, boot) => {
      const { boot: planned = [], minPeers } = personOf(party.name) ?? {}
      const joinsBy = boot === undefined ? planned.flatMap((name) => personOf(name)?.endpoint ?? []) : [boot]
      return plan.settingsOf(party, { boot: joinsBy, ...(minPeers === undefined ? {} : { minPeers }) })
    },
    newcomer: ({ name, endpoint }, kind, misdeeds) => {
      return { name, kind, endpoint, honest: kind !== "shit", misdeeds, key: plan.keyOf({ name, kind }) }
    },
    clientsSettings: () => plan.clientsSettings(order.transfers),
    rules: plan.rules,
  }
}
