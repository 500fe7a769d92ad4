/** Serves the view. Its files are read when the first browser comes: a run that nobody watches does not pay for them. */
import type { FastifyInstance } from "fastify"
import { Refusal } from "./refusal.ts"
import { notFound } from "./server.ts"
import { readWeb, type WebFiles } from "./web.ts"

export function webRoutes(app: FastifyInstance, webDir: string | undefined): void {
  let files: WebFiles | undefined
  app.get("/*", (request, reply) => {
    files ??= readWeb(webDir)
    const file = files.get(request.url.split("?", 1)[0] ?? "/")
    if (file === undefined) throw new Refusal(notFound(request.method, request.url))
    return reply.type(file.contentType).send(file.body)
  })
}
