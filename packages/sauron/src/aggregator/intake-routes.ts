/** The way in over plain HTTP, for reporters in any language, and for events from whoever holds the token. */
import type { FastifyInstance, FastifyRequest } from "fastify"
import type { Guard, Rate } from "./guard.ts"
import type { Intake } from "./intake.ts"
import { readEvents } from "./read-events.ts"
import { Refusal } from "./refusal.ts"

const BODY_BYTES_MAX = 4 * 1024 * 1024

export function intakeRoutes(app: FastifyInstance, intake: Intake, guard: Guard, rate: Rate): void {
  const limited = async (request: FastifyRequest) => {
    if (rate.allows(request.ip)) return
    const detail = "Too many posts from your address this second. Send several reports in one array."
    throw new Refusal({ status: 429, error: "too-many", detail, headers: { "retry-after": "1" } })
  }
  const options = { bodyLimit: BODY_BYTES_MAX, onRequest: limited }
  app.post("/sauron/requests", options, async (request, reply) => {
    const taken = intake.takeReports(request.body)
    return reply.code(202).send({ taken })
  })
  app.post("/sauron/events", { ...options, preParsing: async (request) => guard.checkToken(request.headers) }, async (request, reply) => {
    const events = readEvents(request.body)
    intake.takeEvents(events)
    return reply.code(202).send({ taken: events.length })
  })
}
