/**
 * The Boss's desk: what the page asks of the office, passed on to its control API. Whoever acts shows the run's token, as it would there, and
 * a browser may do so from our own page only.
 */
import type { FastifyInstance } from "fastify"
import type { Guard } from "./guard.ts"
import type { Desk } from "./options.ts"
import { Refusal } from "./refusal.ts"

/** A hire answers when the node is ready. */
const ANSWER_MS_MAX = 90_000
const ANSWER_BYTES_MAX = 4 * 1024 * 1024
/** What may be asked; the office decides what it can do. */
const ACTS = ["fire", "layoff", "hire", "pause", "resume", "transfer", "cut", "heal", "latency", "temper", "scenario"] as const

export function deskRoutes(app: FastifyInstance, guard: Guard, desk: Desk): void {
  app.post<{ Params: { act: string } }>(
    "/desk/:act",
    {
      preParsing: async (request) => {
        guard.checkOrigin(request.headers, true)
        guard.checkToken(request.headers)
      },
    },
    async (request, reply) => {
      const { act } = request.params
      if (!ACTS.some((known) => known === act))
        throw new Refusal({ status: 404, error: "no-such-act", detail: `The desk knows ${ACTS.join(", ")}.` })
      const { status, body } = await passOn(desk, act, request.body, request.headers.authorization ?? "")
      return reply.code(status).type("application/json; charset=utf-8").send(body)
    },
  )
  app.get("/desk", { onRequest: async (request) => guard.checkToken(request.headers) }, async () => ({
    acts: ACTS,
    open: desk.controlUrl() !== undefined,
  }))
}

async function passOn(desk: Desk, act: string, words: unknown, authorization: string): Promise<{ status: number; body: string }> {
  const url = desk.controlUrl()
  if (url === undefined)
    throw new Refusal({ status: 503, error: "nobody-there", detail: "The office takes no orders now: it is opening, or it has closed." })
  try {
    const answer = await fetch(`${url}/${act}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(words ?? {}),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    const body = await answer.text()
    if (body.length > ANSWER_BYTES_MAX) throw new Error(`the office answered with ${body.length} bytes`)
    return { status: answer.status, body }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new Refusal({ status: 502, error: "office-away", detail: `The office did not answer: ${because}.` })
  }
}
