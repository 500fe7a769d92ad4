/** Faults without a world: the words, the budget, the plan. */
export * from "./budget.ts"
export * from "./draw.ts"
export * from "./fault.ts"
export * from "./plan.ts"
export * from "./rehearsal.ts"
export * from "./view.ts"
export * from "./vocabulary.ts"
