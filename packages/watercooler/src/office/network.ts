/** The network that an office runs, as watercooler needs to know it: who takes part, and what each is configured with. */
import type { Json, Party } from "@watercooler/kernel"
import type { Kind } from "../input/options.ts"

export interface NetworkOrder {
  readonly seed: string
  readonly kind: Kind
  readonly honest: readonly { readonly name: string; readonly endpoint: string }[]
  readonly shits: readonly { readonly name: string; readonly endpoint: string; readonly misdeeds: readonly string[] }[]
  readonly difficultyBits: number
  readonly sauronUrl: string | undefined
}

export interface NetworkPlan {
  readonly parties: readonly Party[]
  /** Which entry of the node process's table of programs a party runs. */
  readonly programOf: (name: string) => string
  readonly settingsOf: (name: string) => Json
  /** What the process that plays the clients is configured with. */
  readonly clientsSettings: () => Json
  readonly rules: { readonly [key: string]: Json | undefined }
}

export async function planNetwork(order: NetworkOrder): Promise<NetworkPlan> {
  const parties: readonly Party[] = [
    ...order.honest.map((one) => ({ ...one, kind: order.kind, honest: true, misdeeds: [], key: "" })),
    ...order.shits.map((one) => ({ ...one, kind: "shit", honest: false, key: "" })),
  ]
  return {
    parties,
    programOf: () => (order.kind === "wall" ? "wall" : "bigload"),
    settingsOf: (name) => ({ name }),
    clientsSettings: () => ({}),
    rules: {},
  }
}
