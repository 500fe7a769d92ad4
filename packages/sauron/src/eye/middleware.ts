/** The Eye as Connect or Express middleware: `app.use(eyeMiddleware({ eye }))`. Also fits a bare `node:http` handler. */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { EyePluginOptions } from "./plugin.ts"
import type { Sighting } from "./sighting.ts"
import { newTrace, traceOf, traceparentOf } from "./trace.ts"

/** What frameworks of this family add to a request. */
interface Routed {
  readonly originalUrl?: string
  readonly baseUrl?: string
  readonly route?: { readonly path?: unknown }
  readonly body?: unknown
}

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

export function eyeMiddleware(options: EyePluginOptions): Middleware {
  const { eye, fromHeader = "x-watercooler-from" } = options
  return (request, response, next) => {
    const began = performance.now()
    if (traceOf(request.headers.traceparent) === undefined) request.headers.traceparent = traceparentOf(newTrace())
    if (!eye.isOwn(request.headers.host, uriOf(request))) {
      const written = watchWrites(response)
      response.once("close", () => eye.see(sightingOf(request, response, written, fromHeader, began)))
    }
    next()
  }
}

function uriOf(request: IncomingMessage & Routed): string {
  return request.originalUrl ?? request.url ?? "/"
}

interface Written {
  bytes: number
  first: unknown
}

/** Counts what is written and keeps the first chunk, which is nearly always all of it. */
function watchWrites(response: ServerResponse): Written {
  const written: Written = { bytes: 0, first: undefined }
  const note = (chunk: unknown) => {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return
    written.bytes += Buffer.byteLength(chunk)
    written.first ??= chunk
  }
  const { write, end } = response
  response.write = ((...args: Parameters<typeof write>) => {
    note(args[0])
    return write.apply(response, args)
  }) as typeof write
  response.end = ((...args: Parameters<typeof end>) => {
    note(args[0])
    return end.apply(response, args)
  }) as typeof end
  return written
}

function sightingOf(
  request: IncomingMessage & Routed,
  response: ServerResponse,
  written: Written,
  fromHeader: string,
  began: number,
): Sighting {
  const from = request.headers[fromHeader]
  const path = request.route?.path
  return {
    request: {
      method: request.method ?? "GET",
      uri: uriOf(request),
      route: typeof path === "string" ? `${request.baseUrl ?? ""}${path}` : undefined,
      host: request.headers.host,
      from: typeof from === "string" ? from : undefined,
      bytes: Number(request.headers["content-length"] ?? 0),
      body: request.body,
    },
    response: { status: response.headersSent ? response.statusCode : 0, bytes: written.bytes, content: written.first },
    durationUs: (performance.now() - began) * 1_000,
    trace: traceOf(request.headers.traceparent),
  }
}
