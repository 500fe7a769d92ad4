/** The tracker's public face: a pure node program that imports the kernel and nothing else. */

export type { TrackerConfig, TrackerRequest } from "./config.ts"
export { trackerDefaults } from "./config.ts"
export { createTracker } from "./tracker.ts"
