/** Scenarios: written by people, checked, and turned into plans that both worlds take. */

export { SCHEMA_FILE } from "./first.ts"
export { linkTable } from "./plan/link-table.ts"
export type * from "./plan/plan.ts"
export { complain, type ScenarioComplaint } from "./read/complain.ts"
export { type CheckedScenario, checkScenario, loadScenario, planScenario, type ReadScenario, readScenario } from "./read/scenario.ts"
export type { FaultEntry } from "./schema/faults.ts"
export { printScenarioSchema, programsSchema, publishedSchema, scenarioSchema } from "./schema/json-schema.ts"
export { defineScenario, type Scenario } from "./schema/scenario.ts"
export { refusalsFor, type World, worlds } from "./worlds.ts"
export { serialise, type Wording } from "./write/serialise.ts"
export { scenarioOf } from "./write/words-of-plan.ts"
