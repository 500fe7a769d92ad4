/** The Eye's public face. Loads nothing heavy: socket.io comes with `start`, Fastify never. */
export type { Departure } from "./departure.ts"
export { openEye } from "./eye.ts"
export { eyeMiddleware, type Middleware } from "./middleware.ts"
export type { Eye, EyeOptions, EyeStats } from "./options.ts"
export { type EyePluginOptions, eyePlugin } from "./plugin.ts"
export { REPORT_VERSION, type Report, type ReportBatch } from "./report.ts"
export type { Sighting } from "./sighting.ts"
export { newTrace, traceOf, traceparentOf } from "./trace.ts"
