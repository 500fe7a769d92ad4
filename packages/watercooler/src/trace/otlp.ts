/** As spans in OTLP/JSON (OpenTelemetry protocol, `ExportTraceServiceRequest`): what any tracing backend reads at `/v1/traces`. */
import type { Message, SpaceTime } from "./space-time.ts"

const CLIENT = 3
const SERVER = 2
const ERROR = 2
const NANOS_PER_MICRO = 1_000n

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue: string } | { readonly intValue: string }
}

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly status: { readonly code?: number; readonly message?: string }
}

/** `startedUs`: the wall clock when the run began, microseconds since 1970. */
export function otlpOf({ lanes, messages, run, toUs, world }: SpaceTime, startedUs: number): string {
  const spans = new Map<string, Span[]>(lanes.map((name) => [name, []]))
  const nanos = (t: number): string => String((BigInt(Math.round(startedUs)) + BigInt(Math.round(t))) * NANOS_PER_MICRO)
  for (const message of messages) {
    spans.get(message.from)?.push(clientSpan(message, toUs, nanos))
    if (message.arrivedUs !== undefined) spans.get(message.to)?.push(serverSpan(message, message.arrivedUs, nanos))
  }
  const resourceSpans = [...spans].map(([name, own]) => ({
    resource: { attributes: [text("service.name", name), text("service.namespace", run), text("watercooler.world", world)] },
    scopeSpans: [{ scope: { name: "watercooler" }, spans: own }],
  }))
  return `${JSON.stringify({ resourceSpans })}\n`
}

function clientSpan(message: Message, toUs: number, nanos: (t: number) => string): Span {
  const { because, heardUs, sentUs, status, to, trace } = message
  return {
    ...spanOf(message),
    spanId: trace.slice(0, 16),
    kind: CLIENT,
    startTimeUnixNano: nanos(sentUs),
    endTimeUnixNano: nanos(heardUs ?? Math.max(sentUs, Math.min(toUs, message.answeredUs ?? sentUs))),
    attributes: [...attributesOf(message), text("server.address", to)],
    status: status > 0 && heardUs !== undefined ? {} : { code: ERROR, message: because ?? "no answer" },
  }
}

function serverSpan(message: Message, arrivedUs: number, nanos: (t: number) => string): Span {
  const { answeredUs, from, trace } = message
  return {
    ...spanOf(message),
    spanId: trace.slice(16, 32),
    parentSpanId: trace.slice(0, 16),
    kind: SERVER,
    startTimeUnixNano: nanos(arrivedUs),
    endTimeUnixNano: nanos(answeredUs ?? arrivedUs),
    attributes: [...attributesOf(message), text("client.address", from)],
    status: {},
  }
}

function spanOf({ method, route, trace }: Message): Pick<Span, "traceId" | "name"> {
  return { traceId: trace, name: `${method} ${route}` }
}

function attributesOf({ method, route, status }: Message): readonly Attribute[] {
  return [
    text("http.request.method", method),
    text("http.route", route),
    ...(status > 0 ? [{ key: "http.response.status_code", value: { intValue: String(status) } }] : []),
  ]
}

function text(key: string, stringValue: string): Attribute {
  return { key, value: { stringValue } }
}
