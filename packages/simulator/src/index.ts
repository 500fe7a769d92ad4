/** Node programs in virtual time. */
export { type NetworkOptions, type Noted, VirtualNetwork } from "./network.ts"
export type { PartyPlan } from "./party.ts"
export { EventQueue, type Keyed } from "./queue.ts"
