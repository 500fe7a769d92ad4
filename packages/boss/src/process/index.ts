/** The Boss as a process of its own. */
export type { BossConfig } from "./config.ts"
export { runBoss } from "./run.ts"
export type { Supervisor } from "./supervisor.ts"
