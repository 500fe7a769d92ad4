/** What the Boss's desk asks of an office besides faults: another temper, and what was done so far as a scenario. */
import { isTemper, tempers } from "@watercooler/boss/faults"
import type { FastifyInstance } from "fastify"
import type { Office } from "../office/office.ts"
import { savedScenario } from "./saved-scenario.ts"

export function deskRoutes(app: FastifyInstance, office: Office): void {
  app.post<{ Body: { readonly temper?: unknown } | null }>("/temper", (request, reply) => {
    const temper = request.body?.temper
    if (!isTemper(temper)) return reply.code(400).send({ because: `a temper is ${tempers.join(", ")}, not ${JSON.stringify(temper)}` })
    const { boss, options } = office.parts
    if (boss === undefined || !options.auto) return reply.code(409).send({ because: "no Boss is at work here" })
    office.temper = temper
    office.parts.recorder.record({ type: "note", fact: { note: "boss-temper", temper } })
    return { temper }
  })
  app.post("/scenario", (_request, reply) => {
    const saved = savedScenario(office)
    return saved.ok ? { scenario: saved.text } : reply.code(409).send({ because: saved.because })
  })
}
