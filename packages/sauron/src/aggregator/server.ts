/** The HTTP server underneath: its limits, its headers, and one shape for every refusal. */
import { type FastifyError, type FastifyInstance, fastify } from "fastify"
import type { Guard } from "./guard.ts"
import { bodyOf, Refusal, type RefusalFacts } from "./refusal.ts"

export function createServer(guard: Guard): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    // A stranger who sends one byte at a time is let go.
    requestTimeout: 10_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 30_000,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 256 },
  })
  app.server.maxConnections = 4_096
  app.addHook("onRequest", async (request, reply) => {
    headersOf(request.headers.host).forEach(([name, value]) => void reply.header(name, value))
    guard.checkHost(request.headers)
    guard.checkOrigin(request.headers, false)
  })
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const facts = error instanceof Refusal ? error.facts : factsOf(error, request.method, request.url)
    return reply
      .headers(facts.headers ?? {})
      .code(facts.status)
      .send(bodyOf(facts))
  })
  app.setNotFoundHandler((request, reply) => {
    const facts = notFound(request.method, request.url)
    return reply.code(facts.status).send(bodyOf(facts))
  })
  return app
}

export function notFound(method: string, url: string): RefusalFacts {
  const detail = `There is no ${method} ${url.slice(0, 200)} here. GET /openapi.json lists what there is.`
  return { status: 404, error: "not-found", detail }
}

/** Nothing from outside, nothing inline, no frame. `self` alone does not cover WebSockets in older browsers. */
function headersOf(host: string | undefined): [string, string][] {
  const socket = /^[\w.:[\]-]+$/.test(host ?? "") ? ` ws://${host}` : ""
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self'${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return [
    ["content-security-policy", policy.join("; ")],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "no-referrer"],
    ["cross-origin-resource-policy", "same-origin"],
    ["cache-control", "no-store"],
  ]
}

/** Fastify's own refusals in our shape; anything else is a bug of ours, and says no more than that. */
function factsOf(error: FastifyError, method: string, url: string): RefusalFacts {
  const status = error.statusCode ?? 500
  if (status >= 500) return { status: 500, error: "broken", detail: `Sauron failed to answer ${method} ${url.slice(0, 200)}.` }
  if (status === 413) return { status, error: "too-large", detail: "The body is larger than this route takes. Send fewer reports at once." }
  if (status === 415) return { status, error: "not-json", detail: "The body must be JSON: send `content-type: application/json`." }
  return { status, error: "malformed", detail: error.message, expected: "JSON" }
}
