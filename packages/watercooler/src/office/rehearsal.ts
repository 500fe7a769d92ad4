/** The Boss's plan for an office that is not open: what `--dry-run` prints and what a run keeps beside its journal. */
import { budgetFor, type NodeView, type PlannedFault, rehearse } from "@watercooler/boss/faults"
import type { OfficeOptions } from "../input/options.ts"
import { honestNames, shitNames } from "./names.ts"

export interface Rehearsal {
  readonly seed: string
  readonly stormMs: number | null
  readonly faults: readonly PlannedFault[]
}

export function rehearsalOf(options: OfficeOptions): Rehearsal {
  const node =
    (honest: boolean) =>
    (name: string): NodeView => ({ name, honest, state: "up", disk: "kept", settled: true })
  const nodes = [...honestNames(options.bigloads).map(node(true)), ...shitNames(options.shits).map(node(false))]
  const stormMs = options.durationMs
  return {
    seed: options.seed,
    stormMs: stormMs ?? null,
    faults: rehearse(options.seed, nodes, budgetFor(options.bigloads, stormMs, options.newcomers), stormMs),
  }
}
