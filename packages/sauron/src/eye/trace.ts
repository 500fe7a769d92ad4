/** W3C trace context: whose request caused this one. https://www.w3.org/TR/trace-context/ */
import { randomBytes } from "node:crypto"

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/
const NOBODY = "0".repeat(32)

/** The trace id of a `traceparent` header; undefined where it is absent or malformed. */
export function traceOf(traceparent: unknown): string | undefined {
  if (typeof traceparent !== "string" || traceparent.length > 128 || !TRACEPARENT.test(traceparent)) return undefined
  const trace = traceparent.slice(3, 35)
  return trace === NOBODY ? undefined : trace
}

// Unique is enough, and a counter after a random prefix is ten times cheaper than fresh entropy for each request.
const prefix = randomBytes(8).toString("hex")
let made = 0

export function newTrace(): string {
  made += 1
  return prefix + made.toString(16).padStart(16, "0")
}

/** The header that carries a trace on. The span is the trace's own tail: one request, one span. */
export function traceparentOf(trace: string): string {
  return `00-${trace}-${trace.slice(16)}-01`
}
