/** The Boss's plan for an office that is not open: what `--dry-run` prints and what a run keeps beside its journal. */
import { type Budget, budgetFor, type NodeView, type PlannedFault, rehearse } from "@watercooler/boss/faults"
import type { OfficeOptions } from "../input/options.ts"
import { forPrograms } from "../programs/boss.ts"
import { nodesOf } from "../programs/plan.ts"
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
  const programs = options.programs === undefined ? undefined : nodesOf(options.programs.programs).map(({ name }) => node(true)(name))
  const nodes = programs ?? [...honestNames(options.bigloads).map(node(true)), ...shitNames(options.shits).map(node(false))]
  const stormMs = options.durationMs
  return {
    seed: options.seed,
    stormMs: stormMs ?? null,
    faults: rehearse(options.seed, nodes, budgetOf(options), stormMs),
  }
}

/** What the Boss may do: as the scenario says, or as suits an office of this size. Walls have no wires to trouble. */
export function budgetOf({ bigloads, durationMs, kind, newcomers, programs, scenario }: OfficeOptions): Budget {
  if (scenario?.boss !== undefined) return scenario.boss
  const budget = budgetFor(bigloads, durationMs, newcomers)
  if (programs !== undefined) return programs.boss ?? forPrograms(budget, programs.programs)
  return kind === "wall" ? { ...budget, weights: { ...budget.weights, cut: 0, slow: 0 } } : budget
}
