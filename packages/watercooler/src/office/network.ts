/** The network that an office runs, as watercooler needs to know it: who takes part, and what each is configured with. */
import { genesisText, PROGRAM_OF, planCrapcoin } from "@watercooler/bigload"
import type { Crypto, Json, Party } from "@watercooler/kernel"
import type { Kind } from "../input/options.ts"

export interface NetworkOrder {
  readonly seed: string
  readonly kind: Kind
  readonly honest: readonly Place[]
  readonly shits: readonly (Place & { readonly misdeeds: readonly string[] })[]
  readonly difficultyBits: number
  readonly sauronUrl: string | undefined
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
  const planned = [
    ...order.honest.map(({ name, endpoint }) => ({ name, endpoint, kind: order.kind as string })),
    ...order.shits.map(({ name, endpoint }) => ({ name, endpoint, kind: "shit" })),
  ]
  const misdeeds = new Map(order.shits.map((shit) => [shit.name, shit.misdeeds]))
  const first = order.honest[0]
  const plan = planCrapcoin(crypto, {
    seed: order.seed,
    parties: planned,
    difficulty: order.difficultyBits,
    timestamp: Date.now(),
    // Who has no tracker joins by the first node.
    ...(order.sauronUrl === undefined ? { bootNodes: first === undefined ? [] : [first.endpoint] } : { tracker: order.sauronUrl }),
  })
  return {
    network: { name: crypto.hash(genesisText(plan.genesis)), version: 1 },
    parties: plan.parties.map((party) => ({ ...party, honest: party.kind !== "shit", misdeeds: misdeeds.get(party.name) ?? [] })),
    programOf: ({ kind }) => PROGRAM_OF[kind] ?? "bigload",
    settingsOf: (party, boot) => {
      const settings = plan.settingsOf(party)
      return boot === undefined || party.kind === "wall" ? settings : { ...(settings as object), tracker: "", bootNodes: [boot] }
    },
    newcomer: ({ name, endpoint }, kind, misdeeds) => {
      return { name, kind, endpoint, honest: kind !== "shit", misdeeds, key: plan.keyOf({ name, kind }) }
    },
    clientsSettings: () => plan.clientsSettings(),
    rules: plan.rules,
  }
}
