/** The switchboard as a process of its own. */
export type {
  Counts,
  Destination,
  FromSwitchboard,
  Front,
  NodeProxy,
  Refused,
  Registered,
  SeenRequest,
  SwitchboardConfig,
  ToSwitchboard,
} from "./contract.ts"
export { runSwitchboard } from "./run.ts"
export { Switchboard } from "./switchboard.ts"
