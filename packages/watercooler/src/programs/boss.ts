/** What the Boss may do to programs that are not ours. */
import type { Budget } from "@watercooler/boss/faults"
import type { Program } from "./plan.ts"

/**
 * Nobody knows whether they can do without their disks: they are kept, unless somebody has said otherwise. Where programs reach each other directly there
 * are no wires to trouble.
 */
export function forPrograms(budget: Budget, programs: readonly Program[], hasSaidDisks = false): Budget {
  const disks = hasSaidDisks ? budget.disks : { kept: 1, wiped: 0, torn: 0 }
  const hasWires = programs.every(({ fronts }) => fronts !== "none")
  return { ...budget, disks, weights: hasWires ? budget.weights : { ...budget.weights, cut: 0, slow: 0 } }
}
