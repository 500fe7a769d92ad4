/** What others may use of histories and their checks. */

export { checkFinalCounter } from "../checkers/pn-counter.ts"
export { UnknownOperation } from "../linearizability/check.ts"
export { anomalyMeanings, type ConsistencyModel, consistencyModelOf, consistencyModels, ruledOut } from "../transactions/consistency.ts"
export { type CheckOptions, checkDefaults, checkHistory, type HistoryModel, historyModels, modelOf } from "./check.ts"
export type { EventKind, History, HistoryEvent, Operation, Outcome } from "./history.ts"
export { type Anomaly, conclude, type HistoryAnswer, type Opinion, settled, type Trial } from "./opinion.ts"
export { historyOf, type Notation, notationOf, notations, readHistory } from "./read.ts"
export { type ReadLimits, readLimits, UnreadableHistory } from "./trouble.ts"
export { canonical, isList, isMap, numberOf, show, type Value, wordOf } from "./value.ts"
export { json, writeEdn, writeJson } from "./write.ts"
