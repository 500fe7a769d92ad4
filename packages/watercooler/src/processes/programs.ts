/** The programs that a node process can run, by name. The process and its worker look them up here. */
import { bigload, clients, wall } from "@watercooler/bigload"
import type { AnyBlueprint } from "@watercooler/host"

export const PROGRAMS: Readonly<Record<string, AnyBlueprint>> = {
  bigload: bigload as unknown as AnyBlueprint,
  wall: wall as unknown as AnyBlueprint,
  clients: clients as unknown as AnyBlueprint,
}
