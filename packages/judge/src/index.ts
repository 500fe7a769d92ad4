/** Is what happened allowed? Checks over a journal and final states. */
export type { Check } from "./checks/check.ts"
export { checks } from "./checks/table.ts"
export * from "./crapcoin/index.ts"
export type { Evidence } from "./evidence.ts"
export * from "./histories/index.ts"
export type { FinalState, JudgeInput, MisdeedExpectation } from "./input.ts"
export { judge } from "./judge.ts"
export type { Answer, CheckResult, Finding, FirstBad, Phase, Verdict } from "./verdict.ts"
