/** The Eye as a Fastify plugin: `app.register(eyePlugin, { eye })`. Knows Fastify's types only, so loading it costs nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { Eye } from "./options.ts"
import { newTrace, traceOf, traceparentOf } from "./trace.ts"

export interface EyePluginOptions {
  readonly eye: Eye
  /** Request header in which an asker says who it is. */
  readonly fromHeader?: string
}

declare module "fastify" {
  interface FastifyRequest {
    /** The request's own `traceparent`, or one made for it: send it along with whatever you ask of others on its behalf. */
    readonly traceparent: string
    eyeTraceparent: string
  }
  interface FastifyReply {
    eyeContent: unknown
  }
}

export function eyePlugin(app: FastifyInstance, options: EyePluginOptions, done: () => void): void {
  const { eye, fromHeader = "x-watercooler-from" } = options
  app.decorateReply("eyeContent", null)
  app.decorateRequest("eyeTraceparent", "")
  // Made when somebody asks for it: a hook before every request would cost more than all the rest.
  app.decorateRequest("traceparent", { getter: traceparentNow })
  app.addHook("onSend", (_request, reply, payload, next) => {
    reply.eyeContent = payload
    next()
  })
  app.addHook("onResponse", (request, reply, next) => {
    if (!eye.isOwn(request.headers.host, request.url)) eye.see(sightingOf(request, reply, fromHeader))
    next()
  })
  done()
}

function traceparentNow(this: FastifyRequest): string {
  if (this.eyeTraceparent !== "") return this.eyeTraceparent
  const { traceparent } = this.headers
  const own = typeof traceparent === "string" && traceOf(traceparent) !== undefined
  this.eyeTraceparent = own ? traceparent : traceparentOf(newTrace())
  return this.eyeTraceparent
}

// Fastify's own mark for plugins whose hooks are meant for the whole application.
Object.assign(eyePlugin, { [Symbol.for("skip-override")]: true, [Symbol.for("fastify.display-name")]: "all-seeing-eye" })

function sightingOf(request: FastifyRequest, reply: FastifyReply, fromHeader: string) {
  const { headers } = request
  const from = headers[fromHeader]
  const content = reply.eyeContent
  return {
    request: {
      method: request.method,
      uri: request.url,
      route: request.routeOptions.url,
      host: headers.host,
      from: typeof from === "string" ? from : undefined,
      bytes: Number(headers["content-length"] ?? 0),
      body: request.body,
    },
    response: {
      status: reply.statusCode,
      bytes: Number(reply.getHeader("content-length") ?? 0),
      // A stream is the asker's, not ours to read.
      content: typeof content === "string" || content instanceof Uint8Array ? content : undefined,
    },
    durationUs: reply.elapsedTime * 1_000,
    trace: traceOf(request.eyeTraceparent === "" ? headers.traceparent : request.eyeTraceparent),
  }
}
