/** What a node hands to `see`: cheap to make, because it is turned into a report later, off the node's hot path. */
import { EXCERPT_CHARS_MAX } from "./report.ts"

export interface Sighting {
  /** Microseconds of the run at which the answer was given. The Eye's own clock if left out. */
  readonly t?: number
  readonly request: {
    readonly method: string
    readonly uri: string
    readonly route?: string | undefined
    /** `127.0.0.1:8001`, as in the `Host` header. */
    readonly host?: string | undefined
    readonly from?: string | undefined
    readonly bytes?: number | undefined
    /** Text, bytes, or the parsed body. */
    readonly body?: unknown
  }
  readonly response: {
    readonly status: number
    readonly bytes?: number | undefined
    readonly content?: unknown
  }
  readonly durationUs?: number | undefined
  readonly trace?: string | undefined
}

/** A parsed body larger than this is not written out again merely to show how it begins. */
const PARSED_BYTES_MAX = 16 * 1024

/** What may be held on to until the report is made: never a large body, and never a slice that keeps one alive. */
export function holdable(value: unknown, bytes: number): unknown {
  if (typeof value === "string") return value.length <= EXCERPT_CHARS_MAX ? value : copyOf(Buffer.from(value.slice(0, EXCERPT_CHARS_MAX)))
  if (value instanceof Uint8Array) return copyOf(value.subarray(0, EXCERPT_CHARS_MAX))
  if (value === undefined || value === null || bytes > PARSED_BYTES_MAX) return undefined
  return value
}

function copyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")
}

/** How many characters a held value costs at most; a guess is enough to keep the queue's memory bounded. */
export function weightOf(value: unknown, bytes: number): number {
  if (value === undefined) return 0
  return typeof value === "string" ? value.length : Math.max(bytes, 64)
}

export function excerptOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === "string") return value === "" ? undefined : value
  try {
    return JSON.stringify(value)?.slice(0, EXCERPT_CHARS_MAX)
  } catch {
    return undefined // Circular, or a getter of the node's own that throws: no excerpt then.
  }
}

export function pathOf(uri: string): string {
  const query = uri.indexOf("?")
  return (query < 0 ? uri : uri.slice(0, query)).slice(0, 256)
}
