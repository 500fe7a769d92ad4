/**
 * Spans and logs of OpenTelemetry, as programs send them over HTTP in JSON (OTLP 1, https://opentelemetry.io/docs/specs/otlp): what is unknown is passed over, as
 * its specification asks, and what is too much is counted and said.
 */
import type { Json } from "@watercooler/kernel"
import { type Fields, fieldsOf, wrong } from "../aggregator/read.ts"
import { bounded, firstItems, firstOf, type Told } from "./facts.ts"

/** Spans, or lines of a log, in one message. */
export const OTLP_ITEMS_MAX = 1_000
/** Objects that are looked through for them: a message of nothing but empty scopes is no way around. */
const GROUPS_MAX = 1_000
/** Lists and lists of keys within each other. */
const ATTRIBUTES_DEPTH_MAX = 4

/** When it is now: by the clock of programs, in nanoseconds since 1970, and by the run's, in microseconds. */
export interface Clocks {
  readonly unixNs: bigint
  readonly runUs: number
}

export interface ReadOtlp {
  readonly told: readonly Told[]
  /** How many were too many. */
  readonly rejected: number
}

/** `isSeen`: what it answers over HTTP is reported by somebody else, and is not to be told twice. Throws a `Refusal`. */
export function readTraces(body: unknown, clocks: Clocks, isSeen: boolean): ReadOtlp {
  const { items, rejected } = itemsIn(body, ["resourceSpans", "scopeSpans", "spans"])
  return { told: items.map((span) => spanOf(span, clocks, isSeen)), rejected }
}

export function readLogs(body: unknown, clocks: Clocks): ReadOtlp {
  const { items, rejected } = itemsIn(body, ["resourceLogs", "scopeLogs", "logRecords"])
  return { told: items.map((line) => lineOf(line, clocks)), rejected }
}

function itemsIn(body: unknown, path: readonly string[]): { readonly items: readonly Fields[]; readonly rejected: number } {
  const first = path[0] as string
  if (fieldsOf(body, "")[first] === undefined) throw wrong(first, undefined, `an array, as OTLP in JSON has it: {"${first}": […]}`)
  let level: readonly Fields[] = [fieldsOf(body, "")]
  for (const [depth, key] of path.entries()) {
    level = level.flatMap((fields) => (Array.isArray(fields[key]) ? (fields[key] as unknown[]) : [])).map((item) => fieldsOf(item, key))
    if (depth < path.length - 1 && level.length > GROUPS_MAX) throw wrong(key, `${level.length} of them`, `at most ${GROUPS_MAX}`)
  }
  return { items: level.slice(0, OTLP_ITEMS_MAX), rejected: Math.max(0, level.length - OTLP_ITEMS_MAX) }
}

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const

function spanOf(span: Fields, clocks: Clocks, isSeen: boolean): Told {
  const attributes = attributesOf(span.attributes)
  const [begin, end] = [nanos(span.startTimeUnixNano), nanos(span.endTimeUnixNano)]
  const durationUs = begin === undefined || end === undefined || end < begin ? 0 : Number((end - begin) / 1_000n)
  const t = runTime(end, clocks)
  const trace = word(span.traceId, 64)
  const kind = kindOf(span.kind)
  const method = attributes["http.request.method"] ?? attributes["http.method"]
  if (kind === "server" && typeof method === "string" && !isSeen) {
    const route = attributes["http.route"] ?? attributes["url.path"] ?? attributes["http.target"]
    const status = attributes["http.response.status_code"] ?? attributes["http.status_code"]
    const size = (side: "request" | "response") => whole(attributes[`http.${side}.body.size`])
    return {
      type: "request",
      t,
      method: method.slice(0, 16),
      route: typeof route === "string" ? route.slice(0, 256) : word(span.name, 256),
      status: Math.min(999, whole(status)),
      link: "otlp",
      bytesIn: size("request"),
      bytesOut: size("response"),
      durationUs,
      trace,
    }
  }
  const status = fieldsOrNone(span.status)
  const failed = status.code === 2 || status.code === "STATUS_CODE_ERROR"
  return {
    type: "note",
    t,
    fact: {
      note: "span",
      told: "span",
      name: word(span.name, 256),
      kind,
      durationUs,
      trace,
      span: word(span.spanId, 32),
      ...(span.parentSpanId ? { parent: word(span.parentSpanId, 32) } : {}),
      ...(failed ? { error: word(status.message, 256) || "error" } : {}),
      attributes,
    },
  }
}

function lineOf(line: Fields, clocks: Clocks): Told {
  const at = nanos(line.timeUnixNano)
  const severity = word(line.severityText, 32) || severityOf(line.severityNumber)
  const trace = word(line.traceId, 64)
  return {
    type: "note",
    t: runTime(at === undefined || at === 0n ? nanos(line.observedTimeUnixNano) : at, clocks),
    fact: {
      note: "log",
      told: "log",
      severity,
      text: anyValue(line.body, 4),
      ...(trace === "" ? {} : { trace }),
      attributes: attributesOf(line.attributes),
    },
  }
}

/** Of four numbers each (OTLP, SeverityNumber). */
function severityOf(number: unknown): string {
  const names = ["trace", "debug", "info", "warn", "error", "fatal"]
  return typeof number === "number" && number >= 1 && number <= 24 ? (names[Math.floor((number - 1) / 4)] ?? "") : ""
}

function kindOf(kind: unknown): string {
  if (typeof kind === "number") return KINDS[kind] ?? "unspecified"
  return typeof kind === "string" ? kind.replace("SPAN_KIND_", "").toLowerCase().slice(0, 32) : "unspecified"
}

function attributesOf(value: unknown, depth = ATTRIBUTES_DEPTH_MAX): Readonly<Record<string, Json>> {
  const entries = (Array.isArray(value) ? (value as unknown[]) : []).flatMap((item): readonly [string, unknown][] => {
    const { key, value: held } = fieldsOrNone(item)
    return typeof key === "string" ? [[key, held]] : []
  })
  return firstOf(entries, (held) => anyValue(held, depth - 1))
}

/** One of `stringValue`, `intValue` (64 bits, as text), and so on. */
function anyValue(value: unknown, depth: number): Json {
  const fields = fieldsOrNone(value)
  if (depth <= 0) return "…"
  if (fields.intValue !== undefined) return whole(fields.intValue)
  if (fields.arrayValue !== undefined) {
    const { values } = fieldsOrNone(fields.arrayValue)
    return firstItems(Array.isArray(values) ? (values as unknown[]) : [], (item) => anyValue(item, depth - 1))
  }
  if (fields.kvlistValue !== undefined) return attributesOf(fieldsOrNone(fields.kvlistValue).values, depth)
  return bounded(fields.stringValue ?? fields.boolValue ?? fields.doubleValue ?? fields.bytesValue ?? null, 1)
}

function fieldsOrNone(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function word(value: unknown, charsMax: number): string {
  return typeof value === "string" ? value.slice(0, charsMax) : ""
}

function whole(value: unknown): number {
  const number = typeof value === "string" ? Number(value) : value
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : 0
}

/** 64 bits, as text, or as a number by those who take it less exactly. */
function nanos(value: unknown): bigint | undefined {
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return BigInt(value)
  return typeof value === "number" && Number.isSafeInteger(Math.trunc(value)) && value >= 0 ? BigInt(Math.trunc(value)) : undefined
}

/** Nothing has happened before the run began, or will have happened. */
function runTime(unixNs: bigint | undefined, clocks: Clocks): number {
  if (unixNs === undefined || unixNs === 0n) return clocks.runUs
  const agoUs = Number((clocks.unixNs - unixNs) / 1_000n)
  return Math.min(clocks.runUs, Math.max(0, Math.round(clocks.runUs - agoUs)))
}
