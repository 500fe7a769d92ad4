/** Sauron's public face: the aggregator, the picture it draws, and the files of its view. The Eye and the tracker have doors of their own. */
export type { KeptReport, RunParty, Sauron, SauronOptions } from "./aggregator/options.ts"
export { sauronDefaults } from "./aggregator/options.ts"
export { openSauron } from "./aggregator/sauron.ts"
export type { Report, ReportBatch } from "./eye/report.ts"
export * from "./picture/index.ts"
export type { Unstamped as ClosingEvent } from "./replay/journal-file.ts"
export { openReplay, type Replay, type ReplayOptions } from "./replay/open-replay.ts"
